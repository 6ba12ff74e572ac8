package main

import (
	"bufio"
	"io"
	"net"
	"regexp"
	"strconv"
	"strings"
)

// aTime is what Redis answers to TIME: two strings, the seconds and the
// microseconds of Unix time.
var aTime = regexp.MustCompile(`\*2\r\n\$10\r\n(\d{10})\r\n\$\d\r\n\d{1,6}\r\n`)

// forwardLater copies between a client and the server of a socket, and lets an
// hour more pass in every answer that is a time.
func forwardLater(client net.Conn, socket string) {
	server, err := net.Dial("unix", socket)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		_, _ = io.Copy(server, client)
		server.Close()
	}()
	answers := bufio.NewReader(server)
	buffer := make([]byte, 64<<10)
	for {
		n, err := answers.Read(buffer)
		if err != nil {
			return
		}
		text := aTime.ReplaceAllStringFunc(string(buffer[:n]), func(answer string) string {
			seconds := aTime.FindStringSubmatch(answer)[1]
			was, _ := strconv.Atoi(seconds) // ten digits
			return strings.Replace(answer, seconds, strconv.Itoa(was+3600), 1)
		})
		if _, err := io.WriteString(client, text); err != nil {
			return
		}
	}
}
