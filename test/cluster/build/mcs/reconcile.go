package main

import (
	"context"
	"errors"
	"sort"
	"time"

	v1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

// source is a Service that a cluster exports, and since when.
type source struct {
	from    *cluster
	service *v1.Service
	since   time.Time
}

// reconcile writes what the exports of the set ask for into the own cluster, and removes what nobody asks for any more.
func reconcile(ctx context.Context, own *cluster, set map[string]*cluster) error {
	var problems []error
	wanted := map[types.NamespacedName][]source{}
	for _, one := range set {
		exports, err := one.exports.List(labels.Everything())
		if err != nil {
			return err
		}
		for _, object := range exports {
			export, err := meta.Accessor(object)
			if err != nil {
				return err
			}
			key := types.NamespacedName{Namespace: export.GetNamespace(), Name: export.GetName()}
			service, err := one.services.Services(key.Namespace).Get(key.Name)
			if one == own {
				problems = append(problems, own.judge(ctx, object.(*unstructured.Unstructured), service, err))
			}
			if err == nil && isExportable(service) && own.hasNamespace(key.Namespace) {
				since := export.GetCreationTimestamp().Time
				wanted[key] = append(wanted[key], source{from: one, service: service, since: since})
			}
		}
	}
	kept := map[string]bool{}
	for key, sources := range wanted {
		sort.Slice(sources, func(i, j int) bool {
			if sources[i].since.Equal(sources[j].since) {
				return sources[i].from.name < sources[j].from.name
			}
			return sources[i].since.Before(sources[j].since)
		})
		problems = append(problems, own.bringIn(ctx, key, sources, kept))
	}
	problems = append(problems, own.removeRest(ctx, kept))
	return errors.Join(problems...)
}

// hasNamespace: only the same name means the same, and in a namespace on its way out nothing new is made.
func (c *cluster) hasNamespace(name string) bool {
	namespace, err := c.namespaces.Get(name)
	return err == nil && namespace.DeletionTimestamp == nil
}

func isExportable(service *v1.Service) bool {
	return service.Spec.Type != v1.ServiceTypeExternalName && service.Labels[managedBy] != manager
}

// bringIn writes the ServiceImport of one name, and for one with an address the Service and endpoints behind it.
func (c *cluster) bringIn(ctx context.Context, key types.NamespacedName, sources []source, kept map[string]bool) error {
	first := sources[0].service
	isHeadless := first.Spec.ClusterIP == v1.ClusterIPNone
	var addresses []string
	derived := ""
	if !isHeadless {
		derived = derivedName(key.Name)
		service, err := c.apply(ctx, servicesResource, derivedService(key, first), kept)
		if err != nil {
			return err
		}
		addresses, _, _ = unstructured.NestedStringSlice(service.Object, "spec", "clusterIPs")
	}
	if _, err := c.apply(ctx, importsResource, serviceImport(key, first, addresses), kept); err != nil {
		return err
	}
	for _, one := range sources {
		slices, err := one.from.slices.EndpointSlices(key.Namespace).List(
			labels.SelectorFromSet(labels.Set{discoveryv1.LabelServiceName: key.Name}))
		if err != nil {
			return err
		}
		for _, slice := range slices {
			if _, err := c.apply(ctx, slicesResource, importedSlice(key, one.from.name, derived, slice), kept); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *cluster) apply(ctx context.Context, resource schema.GroupVersionResource, object *unstructured.Unstructured, kept map[string]bool) (*unstructured.Unstructured, error) {
	kept[keyOf(resource, object)] = true
	return c.client.Resource(resource).Namespace(object.GetNamespace()).Apply(
		ctx, object.GetName(), object, metav1.ApplyOptions{FieldManager: manager, Force: true})
}

func keyOf(resource schema.GroupVersionResource, object metav1.Object) string {
	return resource.Resource + "/" + object.GetNamespace() + "/" + object.GetName()
}

// removeRest removes what this program has made and what is wanted no more.
func (c *cluster) removeRest(ctx context.Context, kept map[string]bool) error {
	made := map[schema.GroupVersionResource][]metav1.Object{}
	imports, err := c.imports.List(madeHere)
	if err != nil {
		return err
	}
	for _, one := range imports {
		made[importsResource] = append(made[importsResource], one.(*unstructured.Unstructured))
	}
	services, err := c.services.List(madeHere)
	if err != nil {
		return err
	}
	for _, one := range services {
		made[servicesResource] = append(made[servicesResource], one)
	}
	slices, err := c.slices.List(madeHere)
	if err != nil {
		return err
	}
	for _, one := range slices {
		made[slicesResource] = append(made[slicesResource], one)
	}
	var problems []error
	for resource, objects := range made {
		for _, object := range objects {
			if kept[keyOf(resource, object)] || object.GetDeletionTimestamp() != nil {
				continue
			}
			problems = append(problems, c.client.Resource(resource).Namespace(object.GetNamespace()).Delete(
				ctx, object.GetName(), metav1.DeleteOptions{}))
		}
	}
	return errors.Join(problems...)
}
