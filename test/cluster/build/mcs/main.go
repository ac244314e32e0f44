// mcs shares Services between clusters for one of them, as the Multi-Cluster Services API has it (KEP-1645).
//
// What any cluster of the set exports becomes a ServiceImport here, with an address of this cluster and the Pods of
// every exporting cluster behind it. Pods have to reach the Pods of the other clusters. Any change makes it write all
// that is wanted and remove the rest of what it has made. Of exports that contradict each other the oldest decides.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"strings"
	"time"
)

type clusterFlags map[string]string

func (f clusterFlags) String() string { return fmt.Sprint(map[string]string(f)) }

func (f clusterFlags) Set(value string) error {
	name, kubeconfig, found := strings.Cut(value, "=")
	if !found {
		return fmt.Errorf("%q is no NAME=KUBECONFIG", value)
	}
	f[name] = kubeconfig
	return nil
}

func main() {
	own := flag.String("own", "", "name of the cluster in which imports are written")
	kubeconfigs := clusterFlags{}
	flag.Var(kubeconfigs, "cluster", "NAME=KUBECONFIG of a cluster of the set; once for each, the own one among them")
	flag.Parse()
	if _, known := kubeconfigs[*own]; !known {
		log.Fatalf("--own names no --cluster: %q", *own)
	}
	changed := make(chan struct{}, 1)
	set := map[string]*cluster{}
	for name, kubeconfig := range kubeconfigs {
		one, err := openCluster(name, kubeconfig, changed)
		if err != nil {
			log.Fatalf("%s: %v", name, err)
		}
		set[name] = one
	}
	ctx := context.Background()
	for {
		if err := reconcile(ctx, set[*own], set); err != nil {
			// A conflict or a namespace on its way out; what changes then, or a second, brings the next try.
			log.Print(err)
			time.AfterFunc(time.Second, func() { tell(changed) })
		}
		<-changed
		// Changes come in swarms, as when a Deployment rolls.
		time.Sleep(50 * time.Millisecond)
	}
}

// tell leaves a token in the channel unless one is there.
func tell(changed chan struct{}) {
	select {
	case changed <- struct{}{}:
	default:
	}
}
