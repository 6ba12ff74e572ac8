package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relance/adapters/redis/redistest"
)

// notThisOne is a password that is refused.
const notThisOne = "k9-not-this-one"

// trouble is something wrong at the start, and what is said of it.
type trouble struct {
	code int
	want string // in the one sentence
	// how causes it, and returns the lines of the configuration that are not as usual.
	how func(t *testing.T) string
}

// TestTroubleAtTheStart causes each for real: one sentence that says what to do,
// and the exit code that docs/operate/exit-codes.md promises.
func TestTroubleAtTheStart(t *testing.T) {
	for name, tt := range map[string]trouble{
		"nobody listens": {exitFailed, "nobody listens there: start Redis", func(t *testing.T) string {
			return onServer("redis://" + closedPort(t))
		}},
		"no such host": {exitFailed, `nobody knows the host "redis.invalid"`, func(*testing.T) string {
			return onServer("redis://redis.invalid:6379")
		}},
		"no such socket": {exitFailed, "there is no such socket", func(t *testing.T) string {
			return onServer("unix://" + filepath.Join(t.TempDir(), "none"))
		}},
		"no password": {exitMend, "write redis.password_env", func(t *testing.T) string {
			redis := redistest.Server(t)
			setPassword(t, redis, "right")
			return onServer(redis)
		}},
		"a wrong password": {exitMend, "it refuses the user name or the password", func(t *testing.T) string {
			t.Setenv("TEST_REDIS_PASSWORD", notThisOne)
			redis := redistest.Server(t)
			setPassword(t, redis, "right")
			return "redis: {mode: url, url: '" + redis + "', password_env: TEST_REDIS_PASSWORD}\n"
		}},
		"nothing is kept": {exitMend, "redis.allow: [no_persistence]", func(t *testing.T) string {
			return onServer(redistest.Server(t))
		}},
		"its certificate is nobody's": {exitMend, "redis.tls.ca_file", func(t *testing.T) string {
			return onServer(encrypted(t, redistest.Server(t), certificate(t, "localhost", time.Hour), false).url)
		}},
		"its certificate has expired": {exitMend, "renew it at the server", func(t *testing.T) string {
			return encrypted(t, redistest.Server(t), certificate(t, "localhost", -time.Hour), false).configured(t)
		}},
		"its certificate is another host's": {exitMend, "its certificate is another host's", func(t *testing.T) string {
			return encrypted(t, redistest.Server(t), certificate(t, "elsewhere.example", time.Hour), false).configured(t)
		}},
		"it wants a certificate of ours": {exitMend, "redis.tls.cert_file", func(t *testing.T) string {
			return encrypted(t, redistest.Server(t), certificate(t, "localhost", time.Hour), true).configured(t)
		}},
		"it speaks no TLS": {exitMend, "write redis:// in place of rediss://", func(t *testing.T) string {
			return onServer("rediss://" + talker(t, "-ERR not here\r\n"))
		}},
		"it speaks TLS only": {exitFailed, "one that speaks TLS wants rediss://", func(t *testing.T) string {
			return onServer(strings.Replace(encrypted(t, redistest.Server(t), certificate(t, "localhost", time.Hour), false).url, "rediss:", "redis:", 1))
		}},
		"the clocks differ": {exitFailed, "set the clock that is wrong", func(t *testing.T) string {
			return onServer("redis://" + hourAhead(t, redistest.Server(t, "--appendonly", "yes")))
		}},
		"the data folder is a file": {exitMend, "is no folder", func(t *testing.T) string {
			redistest.Binary(t)
			file := filepath.Join(t.TempDir(), "file")
			write(t, file, "")
			return "data: " + file + "\nredis: {mode: private}\n"
		}},
		"Slack refuses the token": {exitMend, "copy the Bot User OAuth Token again", func(t *testing.T) string {
			return slackAt(t, http.StatusOK, `{"ok": false, "error": "invalid_auth"}`)
		}},
		"Discord refuses the token": {exitMend, "the token cannot be used", func(t *testing.T) string {
			return discordAt(t, http.StatusUnauthorized, `{"message": "401: Unauthorized", "code": 0}`)
		}},
		"an unknown key": {exitFound, "langauge: unknown key: did you mean language?", func(*testing.T) string {
			return "langauge: en\nredis: {mode: memory}\n"
		}},
	} {
		t.Run(name, func(t *testing.T) {
			path := withTrouble(t, tt.how(t))
			_, errOut, code := call(t, "", "--config", path)
			lines := strings.Split(strings.TrimSuffix(errOut, "\n"), "\n")
			said := 0
			for _, line := range lines {
				if !strings.HasPrefix(line, "time=") { // a line of the log
					said++
				}
			}
			if last := lines[len(lines)-1]; code != tt.code || said != 1 || !strings.Contains(last, tt.want) {
				t.Errorf("exit %d, want %d, %q in one sentence, not\n%s", code, tt.code, tt.want, errOut)
			}
			if strings.Contains(errOut, notThisOne) {
				t.Errorf("the password is shown: %s", errOut)
			}
		})
	}
}

// TestAnotherVersionOfTheConfiguration is refused, whichever way it differs.
func TestAnotherVersionOfTheConfiguration(t *testing.T) {
	for version, want := range map[string]string{"0": "is older than what this program reads", "2": "is newer than what this program reads"} {
		path := filepath.Join(t.TempDir(), "relance.yaml")
		write(t, path, "version: "+version+"\n")
		if _, errOut, code := call(t, "", "--config", path); code != exitFound || !strings.Contains(errOut, want) {
			t.Errorf("version %s: %d, %s", version, code, errOut)
		}
	}
}

// TestRedisWithTLS: with what was written the same server is used.
func TestRedisWithTLS(t *testing.T) {
	redis := redistest.Server(t, "--appendonly", "yes")
	c := certificate(t, "localhost", time.Hour)
	lines := encrypted(t, redis, c, true).configured(t)
	mine := c.files(t)
	lines = strings.Replace(lines, "ca_file:", "cert_file: "+mine.cert+", key_file: "+mine.key+", ca_file:", 1)
	out, errOut, code := call(t, "", "--config", withTrouble(t, lines), "verify")
	if code != exitWell || !strings.Contains(out, "cases: 0") {
		t.Errorf("%d\n%s%s", code, out, errOut)
	}
}

// withTrouble writes a configuration that has some lines of its own. The data
// folder is a new one, unless the lines name it.
func withTrouble(t *testing.T, lines string) (path string) {
	t.Helper()
	dir := t.TempDir()
	path = filepath.Join(dir, "relance.yaml")
	data := "data: " + filepath.Join(dir, "state") + "\n"
	if strings.Contains(lines, "data: ") {
		data = ""
	}
	rooms := "rooms: {console: {team: team, moderators: moderators, public: public}}\n"
	if strings.Contains(lines, "rooms: ") {
		rooms = ""
	}
	write(t, path, "version: 1\n"+data+lines+rooms+`
roles: {admins: [console:mia]}
calendars: {always: {zone: UTC}}
ladders: {short: {rungs: [{name: ask, role: service, wait: 3 days}]}}
organisations: {desk: {name: Desk, calendar: always, contacts: [{address: "room:desk", role: service, source: a sign}]}}
`)
	return path
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func onServer(address string) string { return "redis: {mode: url, url: '" + address + "'}\n" }

// closedPort is an address where nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l := listen(t)
	defer l.Close()
	return l.Addr().String()
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// setPassword gives a server a password that no argument shows.
func setPassword(t *testing.T, redis, password string) {
	t.Helper()
	if err := redistest.Client(t, redis).ConfigSet(t.Context(), "requirepass", password).Err(); err != nil {
		t.Fatal(err)
	}
}

// talker answers whatever it is told with the same words.
func talker(t *testing.T, words string) (address string) {
	l := listen(t)
	serve(t, l, func(conn net.Conn) {
		if _, err := conn.Read(make([]byte, 1)); err == nil {
			_, _ = io.WriteString(conn, words)
		}
	})
	return l.Addr().String()
}

// serve gives each connection to f until the test ends.
func serve(t *testing.T, l net.Listener, f func(net.Conn)) {
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				f(conn)
			}()
		}
	}()
}

// hourAhead stands before a server and says of every time that it is an hour later.
func hourAhead(t *testing.T, redis string) (address string) {
	l := listen(t)
	serve(t, l, func(conn net.Conn) {
		forwardLater(conn, socketOf(t, redis))
	})
	return l.Addr().String()
}

func socketOf(t *testing.T, redis string) string {
	u, err := url.Parse(redis)
	if err != nil {
		t.Error(err)
		return ""
	}
	return u.Path
}

// tlsRedis is a server behind TLS, with the authority that signed its certificate.
type tlsRedis struct {
	url string
	ca  []byte
}

// configured trusts its certificate.
func (r tlsRedis) configured(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ca.pem")
	write(t, path, string(r.ca))
	return "redis: {mode: url, url: '" + r.url + "', tls: {ca_file: " + path + "}}\n"
}

// encrypted puts TLS before a server.
func encrypted(t *testing.T, redis string, c signed, asks bool) tlsRedis {
	t.Helper()
	plain := listen(t)
	o := &tls.Config{Certificates: []tls.Certificate{c.pair}}
	if asks {
		o.ClientAuth, o.ClientCAs = tls.RequireAndVerifyClientCert, x509.NewCertPool()
		o.ClientCAs.AddCert(c.pair.Leaf)
	}
	serve(t, tls.NewListener(plain, o), func(conn net.Conn) {
		server, err := net.Dial("unix", socketOf(t, redis))
		if err != nil {
			return
		}
		defer server.Close()
		go func() {
			_, _ = io.Copy(server, conn)
			server.Close()
		}()
		_, _ = io.Copy(conn, server)
	})
	_, port, err := net.SplitHostPort(plain.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return tlsRedis{"rediss://localhost:" + port, c.pem()}
}

// signed is a certificate that signs itself.
type signed struct{ pair tls.Certificate }

func certificate(t *testing.T, host string, valid time.Duration) signed {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: host}, DNSNames: []string{host},
		NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(valid),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return signed{tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}}
}

func (s signed) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.pair.Certificate[0]})
}

// pemFiles are the paths of a certificate and its key.
type pemFiles struct{ cert, key string }

func (s signed) files(t *testing.T) pemFiles {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(s.pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	f := pemFiles{filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")}
	write(t, f.cert, string(s.pem()))
	write(t, f.key, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))
	return f
}

// api answers everything alike.
func api(t *testing.T, status int, answer string) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func slackAt(t *testing.T, status int, answer string) string {
	t.Setenv("TEST_SLACK_BOT", "xoxb-1-2-abc")
	t.Setenv("TEST_SLACK_APP", "xapp-1-A1-2-abc")
	return "redis: {mode: memory, allow: [forgetting]}\nslack: {bot_token_env: TEST_SLACK_BOT, app_token_env: TEST_SLACK_APP, api_url: '" +
		api(t, status, answer) + "/'}\nrooms: {slack: {team: '#team', moderators: '#moderators', public: '#public'}}\n"
}

func discordAt(t *testing.T, status int, answer string) string {
	t.Setenv("TEST_DISCORD", "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789AB")
	return "redis: {mode: memory, allow: [forgetting]}\ndiscord: {token_env: TEST_DISCORD, api_url: '" +
		api(t, status, answer) + "/'}\nrooms: {discord: {team: '#team', moderators: '#moderators', public: '#public'}}\n"
}
