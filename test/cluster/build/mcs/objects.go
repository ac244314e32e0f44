package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	v1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	mcs "sigs.k8s.io/mcs-api/pkg/apis/v1alpha1"
)

const (
	manager   = "netlabs-mcs"
	managedBy = "app.kubernetes.io/managed-by"
)

// derivedName names the Service behind an import, which must not have the name of a Service that is there.
func derivedName(name string) string {
	sum := sha256.Sum256([]byte(name))
	return "derived-" + hex.EncodeToString(sum[:])[:10]
}

// derivedService has an address and no selector: its endpoints are Pods of other clusters.
func derivedService(key types.NamespacedName, of *v1.Service) *unstructured.Unstructured {
	ports := make([]any, 0, len(of.Spec.Ports))
	for _, port := range of.Spec.Ports {
		ports = append(ports, map[string]any{
			"name": port.Name, "protocol": string(port.Protocol), "port": int64(port.Port)})
	}
	spec := map[string]any{"type": "ClusterIP", "ports": ports}
	if of.Spec.IPFamilyPolicy != nil {
		spec["ipFamilyPolicy"] = string(*of.Spec.IPFamilyPolicy)
	}
	return object("v1", "Service", key.Namespace, derivedName(key.Name),
		map[string]any{mcs.LabelServiceName: key.Name}, map[string]any{"spec": spec})
}

func serviceImport(key types.NamespacedName, of *v1.Service, addresses []string) *unstructured.Unstructured {
	ports := make([]any, 0, len(of.Spec.Ports))
	for _, port := range of.Spec.Ports {
		ports = append(ports, map[string]any{
			"name": port.Name, "protocol": string(port.Protocol), "port": int64(port.Port)})
	}
	kind, ips := mcs.Headless, []any{}
	for _, address := range addresses {
		kind, ips = mcs.ClusterSetIP, append(ips, address)
	}
	return object(mcs.GroupVersion.String(), "ServiceImport", key.Namespace, key.Name, nil, map[string]any{
		"spec": map[string]any{"type": string(kind), "ports": ports, "ips": ips}})
}

// importedSlice holds endpoints of another cluster: their Pods and nodes are no objects here.
func importedSlice(key types.NamespacedName, from, derived string, slice *discoveryv1.EndpointSlice) *unstructured.Unstructured {
	endpoints := make([]any, 0, len(slice.Endpoints))
	for _, one := range slice.Endpoints {
		endpoints = append(endpoints, asMap(discoveryv1.Endpoint{
			Addresses: one.Addresses, Conditions: one.Conditions, Hostname: one.Hostname}))
	}
	ports := make([]any, 0, len(slice.Ports))
	for i := range slice.Ports {
		ports = append(ports, asMap(slice.Ports[i]))
	}
	labels := map[string]any{
		mcs.LabelServiceName:       key.Name,
		mcs.LabelSourceCluster:     from,
		discoveryv1.LabelManagedBy: manager,
	}
	if derived != "" {
		labels[discoveryv1.LabelServiceName] = derived
	}
	return object("discovery.k8s.io/v1", "EndpointSlice", key.Namespace, from+"-"+slice.Name, labels, map[string]any{
		"addressType": string(slice.AddressType), "endpoints": endpoints, "ports": ports})
}

func object(apiVersion, kind, namespace, name string, labels, rest map[string]any) *unstructured.Unstructured {
	all := map[string]any{managedBy: manager}
	for key, value := range labels {
		all[key] = value
	}
	rest["apiVersion"], rest["kind"] = apiVersion, kind
	rest["metadata"] = map[string]any{"namespace": namespace, "name": name, "labels": all}
	return &unstructured.Unstructured{Object: rest}
}

func asMap[T any](value T) map[string]any {
	converted, err := runtime.DefaultUnstructuredConverter.ToUnstructured(&value)
	if err != nil {
		panic(err) // The types are Kubernetes' own.
	}
	return converted
}

// judge says in the conditions of an export whether its Service can be exported.
func (c *cluster) judge(ctx context.Context, export *unstructured.Unstructured, service *v1.Service, problem error) error {
	if problem != nil && !apierrors.IsNotFound(problem) {
		return problem
	}
	valid, ready := mcs.ServiceExportReasonValid, mcs.ServiceExportReasonReady
	words := "Other clusters of the set can use the Service."
	if problem != nil {
		valid, words = mcs.ServiceExportReasonNoService, "There is no Service of this name in this namespace."
	} else if !isExportable(service) {
		valid, words = mcs.ServiceExportReasonInvalidServiceType, "A Service of this type can't be exported."
	}
	status := metav1.ConditionTrue
	if valid != mcs.ServiceExportReasonValid {
		status, ready = metav1.ConditionFalse, mcs.ServiceExportReasonPending
	}
	conditions := []metav1.Condition{
		mcs.NewServiceExportCondition(mcs.ServiceExportConditionValid, status, valid, words),
		mcs.NewServiceExportCondition(mcs.ServiceExportConditionReady, status, ready, words),
	}
	var known mcs.ServiceExport
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(export.Object, &known); err != nil {
		return err
	}
	if saysTheSame(known.Status.Conditions, conditions) {
		return nil
	}
	changed := export.DeepCopy()
	list := make([]any, 0, len(conditions))
	for _, one := range conditions {
		list = append(list, asMap(one))
	}
	if err := unstructured.SetNestedSlice(changed.Object, list, "status", "conditions"); err != nil {
		return err
	}
	_, err := c.client.Resource(exportsResource).Namespace(export.GetNamespace()).UpdateStatus(
		ctx, changed, metav1.UpdateOptions{FieldManager: manager})
	return err
}

func saysTheSame(known, wanted []metav1.Condition) bool {
	if len(known) != len(wanted) {
		return false
	}
	for i, one := range wanted {
		if known[i].Type != one.Type || known[i].Status != one.Status || known[i].Reason != one.Reason {
			return false
		}
	}
	return true
}
