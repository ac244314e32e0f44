package auth

import (
	"net/http"
	"strings"
)

// CheckSecret tells whether a password belongs to a stored secret. Traefik builds with a fork of this module
// that can't be had from the module proxy; this and the next function are what the fork adds.
func CheckSecret(password, secret string) bool {
	compare := compareFuncs[0].compare
	for _, one := range compareFuncs[1:] {
		if strings.HasPrefix(secret, one.prefix) {
			compare = one.compare
			break
		}
	}
	return compare([]byte(secret), []byte(password)) == nil
}

// RequireAuthStale asks the client to identify itself once more.
func (a *DigestAuth) RequireAuthStale(w http.ResponseWriter, r *http.Request) { a.RequireAuth(w, r) }
