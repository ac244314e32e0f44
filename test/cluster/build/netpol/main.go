// netpol enforces NetworkPolicies on one node, by one table of nftables for IPv4 and IPv6.
//
// Any change of a Pod, Namespace or NetworkPolicy makes it compute the whole table anew; the kernel swaps the
// tables in one transaction, so there is no moment without rules.
package main

import (
	"context"
	"flag"
	"log"
	"os"
	"os/exec"
	"strings"
	"time"

	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
)

func main() {
	kubeconfig := flag.String("kubeconfig", "", "kubeconfig of a user that may read Pods, Namespaces and NetworkPolicies")
	node := flag.String("node", "", "name of the node whose Pods are protected")
	flag.Parse()
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		log.Fatal(err)
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		log.Fatal(err)
	}
	factory := informers.NewSharedInformerFactory(client, 0)
	cluster := &clusterState{
		pods:       factory.Core().V1().Pods().Lister(),
		namespaces: factory.Core().V1().Namespaces().Lister(),
		policies:   factory.Networking().V1().NetworkPolicies().Lister(),
	}
	changed := notify(factory)
	factory.Start(context.Background().Done())
	for kind, synced := range factory.WaitForCacheSync(context.Background().Done()) {
		if !synced {
			log.Printf("%v could not be listed", kind)
			os.Exit(1)
		}
	}
	last := ""
	for {
		last = apply(cluster.table(*node), last)
		<-changed
		// Changes come in swarms, as when a Deployment rolls; one table serves them all.
		time.Sleep(50 * time.Millisecond)
	}
}

// notify gives a channel that holds a token from the first unseen change on.
func notify(factory informers.SharedInformerFactory) <-chan struct{} {
	changed := make(chan struct{}, 1)
	tell := func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
	handler := cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { tell() },
		UpdateFunc: func(any, any) { tell() },
		DeleteFunc: func(any) { tell() },
	}
	for _, informer := range []cache.SharedIndexInformer{
		factory.Core().V1().Pods().Informer(),
		factory.Core().V1().Namespaces().Informer(),
		factory.Networking().V1().NetworkPolicies().Informer(),
	} {
		if _, err := informer.AddEventHandler(handler); err != nil {
			log.Fatal(err)
		}
	}
	return changed
}

// apply hands a table to the kernel unless it is there already, and answers the one that is there now.
func apply(table, last string) string {
	if table == last {
		return last
	}
	command := exec.Command("nft", "-f", "-")
	command.Stdin = strings.NewReader("add table inet " + tableName + "\ndelete table inet " + tableName + "\n" + table)
	if out, err := command.CombinedOutput(); err != nil {
		log.Printf("nft refused the table: %v: %s\n%s", err, out, table)
		return last
	}
	log.Printf("a table of %d lines is in force", strings.Count(table, "\n"))
	return table
}
