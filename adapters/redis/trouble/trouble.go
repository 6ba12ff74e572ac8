// Package trouble says in one sentence what a person does about an error of
// Redis or of the way to it: a password that is refused, a certificate that is
// not trusted, a disk that is full. It never shows a password.
package trouble

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"

	goredis "github.com/redis/go-redis/v9"
)

// ErrMend is wrapped by what a person has to mend: trying again alone changes
// nothing.
var ErrMend = errors.New("this does not pass by itself")

// told is an error with the sentence about it.
type told struct {
	sentence string
	mend     bool
	err      error
}

func (t *told) Error() string { return t.sentence }

// Unwrap returns what the sentence is about.
func (t *told) Unwrap() []error {
	if t.mend {
		return []error{t.err, ErrMend}
	}
	return []error{t.err}
}

// Explain adds to an error what a person does about it. One that is not known is
// returned as it is, and so is one that is explained already.
func Explain(err error) error {
	if err == nil {
		return nil
	}
	if _, is := errors.AsType[*told](err); is {
		return err
	}
	for _, look := range []func(error) (sentence string, mend bool){answer, certificate, way} {
		if sentence, mend := look(err); sentence != "" {
			return &told{strings.ReplaceAll(sentence, "\n", "; "), mend, err}
		}
	}
	return err
}

// Mend marks an error whose sentence says already what a person has to mend.
func Mend(err error) error { return &told{err.Error(), true, err} }

// Pass is an error that passes by itself, with a sentence about it.
func Pass(sentence string, err error) error { return &told{sentence, false, err} }

// answers are the words that Redis's own refusals begin with, without ERR.
// https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors
var answers = []struct {
	word, sentence string
	mend           bool
}{
	{"NOAUTH", "it asks for a password, and none is configured: write redis.password_env or redis.password_file", true},
	{"WRONGPASS", "it refuses the user name or the password: look at redis.username and at what redis.password_env, redis.password_file or the address holds", true},
	{"AUTH", "it has no password, and one is configured: leave it out, or set one at the server", true},
	{"NOPERM", "its user may not do what the bot needs: allow it every command on the keys that begin with redis.prefix", true},
	{"MISCONF", "it does not take anything more because it cannot write to its disk: make room there, or look at its log", false},
	{"OOM", "its memory is full: raise its maxmemory, or give it a larger machine", false},
	{"READONLY", "it is a read-only replica now: look at which server is the master", false},
	{"LOADING", "it is still reading its data from the disk: wait", false},
	{"MASTERDOWN", "it is a replica that has lost its master: look at the master", false},
	{"CLUSTERDOWN", "its cluster is not complete: look at the nodes that are missing", false},
	{"max number of clients", "it has too many clients: raise its maxclients, or end some", false},
}

func answer(err error) (string, bool) {
	for _, a := range answers {
		if goredis.HasErrorPrefix(err, a.word) {
			return fmt.Sprintf("%s (%v)", a.sentence, err), a.mend
		}
	}
	return "", false
}

// certificate explains what a connection with TLS founders on.
func certificate(err error) (string, bool) {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var plain tls.RecordHeaderError
	switch {
	case errors.As(err, &unknown):
		return "its certificate is signed by an authority that this machine does not know: write that authority's file under redis.tls.ca_file", true
	case errors.As(err, &name):
		return fmt.Sprintf("its certificate is another host's: write in redis.url the name that it is made for, or give the server one for the name in redis.url (%v)", name), true
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return fmt.Sprintf("its certificate is not valid now: renew it at the server, or set the clock of this machine right (%v)", invalid), true
	case errors.As(err, &invalid):
		return fmt.Sprintf("its certificate cannot be used: give the server another one (%v)", invalid), true
	case errors.As(err, &plain):
		return "it does not speak TLS: write redis:// in place of rediss://, or switch TLS on at the server", true
	case alert(err, "certificate required"), alert(err, "bad certificate"), alert(err, "unknown certificate authority"):
		return fmt.Sprintf("it asks for a certificate of the bot's and does not accept what it gets: write one that it knows under redis.tls.cert_file and redis.tls.key_file (%v)", err), true
	}
	return "", false
}

// alert says that the other side ended TLS with a reason, of which the library
// tells only the text.
func alert(err error, reason string) bool {
	op, is := errors.AsType[*net.OpError](err)
	return is && op.Op == "remote error" && strings.Contains(op.Error(), reason)
}

// way explains why there is no connection.
func way(err error) (string, bool) {
	var dns *net.DNSError
	var wait net.Error
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Sprintf("nobody knows the host %q: look at how redis.url is written", dns.Name), false
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Sprintf("nobody listens there: start Redis, or look at the address in redis.url (%v)", err), false
	case errors.Is(err, os.ErrNotExist):
		return fmt.Sprintf("there is no such socket: start Redis, or look at the path in redis.url (%v)", err), false
	case errors.Is(err, os.ErrPermission) && overNet(err):
		return fmt.Sprintf("a rule on this machine does not let the bot go there: look at its firewall, at IPAddressDeny of its unit, at its security policy (%v)", err), false
	case errors.Is(err, os.ErrPermission):
		return fmt.Sprintf("this user may not connect to its socket: let it, by unixsocketperm or a group (%v)", err), true
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &wait) && wait.Timeout():
		return fmt.Sprintf("it does not answer: look at the address, at what is on the way, and whether the server speaks TLS (rediss://) or not (redis://) (%v)", err), false
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET):
		return fmt.Sprintf("it ends the connection without an answer: look at its log; one that speaks TLS wants rediss:// (%v)", err), false
	}
	return "", false
}

// overNet says that an error is one of the network and of no file: a rule that is loaded
// late, or a table of connections that is full, passes by itself.
func overNet(err error) bool {
	op, is := errors.AsType[*net.OpError](err)
	return is && op.Net != "unix"
}
