// whoami answers every request with who it is and what it was asked, as the image traefik/whoami does, which
// can't be built here because its module is not on the Go module proxy.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	port := flag.String("port", cmp.Or(os.Getenv("WHOAMI_PORT_NUMBER"), "80"), "port to listen at")
	name := flag.String("name", os.Getenv("WHOAMI_NAME"), "name to answer with")
	flag.Parse()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	go func() {
		// The first process of a container gets no default for this signal.
		<-stop
		os.Exit(0)
	}()
	http.HandleFunc("/health", func(http.ResponseWriter, *http.Request) {})
	http.HandleFunc("/data", sendData)
	http.HandleFunc("/echo", echo)
	http.HandleFunc("/", func(answer http.ResponseWriter, request *http.Request) {
		if *name != "" {
			fmt.Fprintln(answer, "Name:", *name)
		}
		hostname, _ := os.Hostname()
		fmt.Fprintln(answer, "Hostname:", hostname)
		for _, address := range addresses() {
			fmt.Fprintln(answer, "IP:", address)
		}
		fmt.Fprintln(answer, "RemoteAddr:", request.RemoteAddr)
		if err := request.Write(answer); err != nil {
			log.Print(err)
		}
	})
	log.Fatal(http.ListenAndServe(":"+*port, nil))
}

func addresses() (found []net.IP) {
	all, _ := net.InterfaceAddrs()
	for _, address := range all {
		if network, ok := address.(*net.IPNet); ok {
			found = append(found, network.IP)
		}
	}
	return found
}
