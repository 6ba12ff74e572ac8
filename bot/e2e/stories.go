package e2e

import (
	"embed"
	"io/fs"
	"path"
)

//go:embed testdata/story/*.txtar
var files embed.FS

// First is the name of the story of a case that climbs to the public post.
const First = "00-climb.txtar"

// Story returns the source of a story by the name of its file.
func Story(name string) ([]byte, error) {
	return fs.ReadFile(files, path.Join("testdata/story", name))
}
