package main

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	core "k8s.io/client-go/listers/core/v1"
	discovery "k8s.io/client-go/listers/discovery/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
)

var (
	exportsResource  = schema.GroupVersionResource{Group: "multicluster.x-k8s.io", Version: "v1alpha1", Resource: "serviceexports"}
	importsResource  = schema.GroupVersionResource{Group: "multicluster.x-k8s.io", Version: "v1alpha1", Resource: "serviceimports"}
	servicesResource = schema.GroupVersionResource{Version: "v1", Resource: "services"}
	slicesResource   = schema.GroupVersionResource{Group: "discovery.k8s.io", Version: "v1", Resource: "endpointslices"}
)

// cluster is what is known of one cluster of the set, and a client to write with.
type cluster struct {
	name       string
	client     dynamic.Interface
	exports    cache.GenericLister
	imports    cache.GenericLister
	services   core.ServiceLister
	slices     discovery.EndpointSliceLister
	namespaces core.NamespaceLister
}

// openCluster follows a cluster from now on; each change leaves a token in the channel.
func openCluster(name, kubeconfig string, changed chan struct{}) (*cluster, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	// All that is wanted is written anew at each change, which the usual five requests a second would slow down.
	config.QPS, config.Burst = 100, 200
	typed, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	builtIn := informers.NewSharedInformerFactory(typed, 0)
	custom := dynamicinformer.NewDynamicSharedInformerFactory(client, 0)
	one := &cluster{
		name:       name,
		client:     client,
		exports:    custom.ForResource(exportsResource).Lister(),
		imports:    custom.ForResource(importsResource).Lister(),
		services:   builtIn.Core().V1().Services().Lister(),
		slices:     builtIn.Discovery().V1().EndpointSlices().Lister(),
		namespaces: builtIn.Core().V1().Namespaces().Lister(),
	}
	handler := cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { tell(changed) },
		UpdateFunc: func(any, any) { tell(changed) },
		DeleteFunc: func(any) { tell(changed) },
	}
	for _, informer := range []cache.SharedIndexInformer{
		custom.ForResource(exportsResource).Informer(),
		custom.ForResource(importsResource).Informer(),
		builtIn.Core().V1().Services().Informer(),
		builtIn.Discovery().V1().EndpointSlices().Informer(),
		builtIn.Core().V1().Namespaces().Informer(),
	} {
		if _, err := informer.AddEventHandler(handler); err != nil {
			return nil, err
		}
	}
	forever := context.Background().Done()
	builtIn.Start(forever)
	custom.Start(forever)
	for kind, synced := range builtIn.WaitForCacheSync(forever) {
		if !synced {
			return nil, fmt.Errorf("%v could not be listed", kind)
		}
	}
	for kind, synced := range custom.WaitForCacheSync(forever) {
		if !synced {
			return nil, fmt.Errorf("%v could not be listed", kind)
		}
	}
	return one, nil
}

// madeHere picks what this program has made.
var madeHere = labels.SelectorFromSet(labels.Set{managedBy: manager})
