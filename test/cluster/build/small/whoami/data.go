package main

import (
	"io"
	"net/http"
	"strconv"
	"strings"
)

var units = map[string]int64{"": 1, "B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30}

// sendData answers with as many bytes as the query asks for: size=20&unit=MB.
func sendData(answer http.ResponseWriter, request *http.Request) {
	query := request.URL.Query()
	unit, known := units[strings.ToUpper(query.Get("unit"))]
	size, err := strconv.ParseInt(query.Get("size"), 10, 32)
	if err != nil || size < 0 || !known {
		http.Error(answer, "size is a number, unit is B, KB, MB or GB", http.StatusBadRequest)
		return
	}
	answer.Header().Set("Content-Length", strconv.FormatInt(size*unit, 10))
	io.CopyN(answer, bars{}, size*unit)
}

type bars struct{}

func (bars) Read(into []byte) (int, error) {
	for i := range into {
		into[i] = '|'
	}
	return len(into), nil
}
