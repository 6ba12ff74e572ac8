package loopback

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
)

func TestForeignAddressesAreRefused(t *testing.T) {
	for _, address := range []string{
		"example.org:80", "192.168.1.1:80", "10.0.0.1:6379", "172.16.0.1:80", "0.0.0.0:80", "[::]:80",
		"[2001:db8::1]:443", "localhost.example.org:80", "127.0.0.1.example.org:80", ":80",
	} {
		conn, err := DialContext(t.Context(), "tcp", address)
		if !errors.Is(err, ErrForeign) {
			t.Errorf("dialling %s gave %v, %v; want %v", address, conn, err, ErrForeign)
		}
	}
	if _, err := DialContext(t.Context(), "tcp", "127.0.0.1"); err == nil {
		t.Error("an address without a port was dialled")
	}
}

func TestWhatANameMeansIsRefusedToo(t *testing.T) {
	if err := control(context.Background(), "tcp", "192.0.2.1:80", nil); !errors.Is(err, ErrForeign) {
		t.Errorf("a name that means 192.0.2.1 gave %v; want %v", err, ErrForeign)
	}
	if err := control(context.Background(), "tcp", "[::1]:80", nil); err != nil {
		t.Error(err)
	}
}

func TestThisMachineIsReached(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "here") }))
	defer server.Close()
	t.Setenv("HTTP_PROXY", "http://192.0.2.1:3128")
	answer, err := Client().Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, err := io.ReadAll(answer.Body); err != nil || string(body) != "here" {
		t.Fatalf("got %q, %v", body, err)
	}
}

func TestTheClientRefusesForeignHosts(t *testing.T) {
	answer, err := Client().Get("http://192.0.2.1/")
	if err == nil {
		answer.Body.Close()
	}
	if !errors.Is(err, ErrForeign) {
		t.Fatalf("got %v; want %v", err, ErrForeign)
	}
}

func TestAUnixSocketIsReached(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	conn, err := DialContext(t.Context(), "unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
}
