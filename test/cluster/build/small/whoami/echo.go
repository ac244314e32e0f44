package main

import (
	"bufio"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Messages are small; whoever sends more is cut off.
const longest = 1<<16 - 1

const (
	final    = 0x80
	masked   = 0x80
	closing  = 0x8
	pinging  = 0x9
	ponging  = 0xa
	sixteen  = 126
	allBits  = 127
	shortest = 125
)

// echo speaks WebSocket (RFC 6455) and sends every message back as it came.
func echo(answer http.ResponseWriter, request *http.Request) {
	key := request.Header.Get("Sec-WebSocket-Key")
	if !strings.EqualFold(request.Header.Get("Upgrade"), "websocket") || key == "" {
		http.Error(answer, "this speaks WebSocket", http.StatusBadRequest)
		return
	}
	connection, buffer, err := http.NewResponseController(answer).Hijack()
	if err != nil {
		return
	}
	defer connection.Close()
	// The text that section 1.3 of the RFC has a server put behind the client's key.
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	fmt.Fprintf(buffer, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"+
		"Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", base64.StdEncoding.EncodeToString(sum[:]))
	for buffer.Flush() == nil {
		head, payload, err := readFrame(buffer.Reader)
		if err != nil {
			return
		}
		if head&0xf == pinging {
			head = final | ponging
		}
		writeFrame(buffer.Writer, head, payload)
		if head&0xf == closing {
			buffer.Flush()
			return
		}
	}
}

func readFrame(from *bufio.Reader) (head byte, payload []byte, err error) {
	var first [2]byte
	if _, err = io.ReadFull(from, first[:]); err != nil {
		return 0, nil, err
	}
	size := uint64(first[1] &^ masked)
	if size == sixteen {
		var wide uint16
		err = binary.Read(from, binary.BigEndian, &wide)
		size = uint64(wide)
	} else if size == allBits {
		err = binary.Read(from, binary.BigEndian, &size)
	}
	if err != nil || size > longest || first[1]&masked == 0 {
		return 0, nil, io.ErrUnexpectedEOF
	}
	var mask [4]byte
	payload = make([]byte, size)
	if _, err = io.ReadFull(from, mask[:]); err != nil {
		return 0, nil, err
	}
	if _, err = io.ReadFull(from, payload); err != nil {
		return 0, nil, err
	}
	for i := range payload {
		payload[i] ^= mask[i%4]
	}
	return first[0], payload, nil
}

func writeFrame(to *bufio.Writer, head byte, payload []byte) {
	to.WriteByte(head)
	if len(payload) <= shortest {
		to.WriteByte(byte(len(payload)))
	} else {
		to.WriteByte(sixteen)
		binary.Write(to, binary.BigEndian, uint16(len(payload)))
	}
	to.Write(payload)
}
