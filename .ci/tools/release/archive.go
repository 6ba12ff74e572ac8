package main

import (
	"archive/tar"
	"archive/zip"
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"time"

	"relance/ci/licence"
	"relance/ci/target"
)

// A file of an archive.
type file struct {
	name string // in the archive
	from string
	mode int64
}

// make makes the archive for a target and the list of what is in it, and returns
// their names.
func (s *source) make(t target.Target, reader *licence.Reader, out string) ([]string, error) {
	name := "relance_" + s.version + "_" + t.String()
	binary, suffix, pack := "relance", ".tar.gz", tarred
	if t.OS == "windows" {
		binary, suffix, pack = "relance.exe", ".zip", zipped
	}
	built := filepath.Join(s.folder, "dist", t.String(), binary)
	if err := s.build(t, built); err != nil {
		return nil, err
	}
	files := []file{{binary, built, 0o755}}
	for _, f := range []string{"CHANGELOG.md", "LICENSE", "README.md", licence.File, "config/example.yaml"} {
		files = append(files, file{path.Base(f), filepath.Join(s.folder, filepath.FromSlash(f)), 0o644})
	}
	if t.OS == "linux" {
		const unit = "docs/operate/systemd/relance.service"
		files = append(files, file{path.Base(unit), filepath.Join(s.folder, filepath.FromSlash(unit)), 0o644})
	}
	if err := written(filepath.Join(out, name+suffix), func(w io.Writer) error { return pack(w, name, files, s.date) }); err != nil {
		return nil, err
	}
	if err := written(filepath.Join(out, name+".cdx.json"), func(w io.Writer) error { return s.bill(w, t, built, reader) }); err != nil {
		return nil, err
	}
	return []string{name + suffix, name + ".cdx.json"}, nil
}

// tarred packs files. Their time and their owner are the commit's and nobody's.
func tarred(w io.Writer, folder string, files []file, at time.Time) error {
	zipper, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	out := tar.NewWriter(zipper)
	for _, f := range files {
		content, err := os.ReadFile(f.from)
		if err != nil {
			return err
		}
		h := tar.Header{Name: path.Join(folder, f.name), Mode: f.mode, Size: int64(len(content)), ModTime: at, Format: tar.FormatUSTAR}
		if err := out.WriteHeader(&h); err != nil {
			return err
		}
		if _, err := out.Write(content); err != nil {
			return err
		}
	}
	return errors.Join(out.Close(), zipper.Close())
}

// zipped packs files in the manner of Windows.
func zipped(w io.Writer, folder string, files []file, at time.Time) error {
	out := zip.NewWriter(w)
	out.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	for _, f := range files {
		content, err := os.ReadFile(f.from)
		if err != nil {
			return err
		}
		part, err := out.CreateHeader(&zip.FileHeader{Name: path.Join(folder, f.name), Method: zip.Deflate, Modified: at})
		if err != nil {
			return err
		}
		if _, err := part.Write(content); err != nil {
			return err
		}
	}
	return out.Close()
}

// written writes a file to its end.
func written(name string, write func(io.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
