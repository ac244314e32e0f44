// Package ext takes the place of Traefik's nested module pkg/config/dynamic/ext, which the module's archive
// leaves out. Its types are empty there too.
package ext

// HTTP would extend the configuration of HTTP.
type HTTP struct{}

// Router would extend the configuration of a router.
type Router struct{}

// DeepCopyInto copies nothing, since there is nothing.
func (in *HTTP) DeepCopyInto(out *HTTP) { *out = *in }

// DeepCopyInto copies nothing, since there is nothing.
func (in *Router) DeepCopyInto(out *Router) { *out = *in }
