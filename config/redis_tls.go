package config

import (
	"crypto/tls"
	"crypto/x509"
)

// RedisTLS is what a connection to rediss:// needs beside what the machine knows.
type RedisTLS struct {
	CA   []byte // certificates (PEM) of the authorities to trust; none: those of the machine
	Cert []byte // the bot's own certificate (PEM), for a server that asks for one
	Key  Secret // the key of Cert (PEM)
}

func readRedisTLS(s *section) RedisTLS {
	var t RedisTLS
	t.CA = s.file("ca_file")
	t.Cert = s.file("cert_file")
	t.Key = Secret(s.file("key_file"))
	switch {
	case s.has("cert_file") && !s.has("key_file"):
		s.fail(s.lineOf(s.path+".cert_file"), s.path+".cert_file", "a certificate is of no use without its key: write key_file as well")
	case s.has("key_file") && !s.has("cert_file"):
		s.fail(s.lineOf(s.path+".key_file"), s.path+".key_file", "a key is of no use without its certificate: write cert_file as well")
	}
	if len(t.CA) > 0 && !x509.NewCertPool().AppendCertsFromPEM(t.CA) {
		s.fail(s.lineOf(s.path+".ca_file"), s.path+".ca_file", "there is no certificate in this file: it is one that begins with -----BEGIN CERTIFICATE-----")
	}
	if len(t.Cert) > 0 && len(t.Key) > 0 {
		// The error is not shown: it may say something of the key.
		if _, err := tls.X509KeyPair(t.Cert, []byte(t.Key)); err != nil {
			s.fail(s.lineOf(s.path+".key_file"), s.path+".key_file", "this is not the key of the certificate in cert_file: both are PEM files, made together")
		}
	}
	s.done()
	return t
}

// file is the content of the file that a key names; nothing where a configuration
// is read as a plan.
func (s *section) file(key string) []byte {
	s.describe(key, "path of a PEM file", nil)
	v, ok := s.value(key)
	if !ok || s.options.WithoutSecrets {
		return nil
	}
	content, err := s.options.ReadFile(s.beside(v.text))
	switch {
	case err != nil:
		v.fail("the file cannot be read: %v; here stands a path, beside this configuration or from the root", cause(err))
	case len(content) == 0:
		v.fail("the file %s is empty", v.text)
	}
	return content
}
