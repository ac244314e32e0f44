package main

import (
	"net/netip"
	"sort"

	corev1 "k8s.io/api/core/v1"
	netv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	corelisters "k8s.io/client-go/listers/core/v1"
	netlisters "k8s.io/client-go/listers/networking/v1"
)

// clusterState is what the informers know.
type clusterState struct {
	pods       corelisters.PodLister
	namespaces corelisters.NamespaceLister
	policies   netlisters.NetworkPolicyLister
}

// livePods are all Pods that have addresses of their own, in a steady order.
func (c *clusterState) livePods() (live []*corev1.Pod) {
	all, _ := c.pods.List(labels.Everything())
	for _, pod := range all {
		if isLive(pod) {
			live = append(live, pod)
		}
	}
	sort.Slice(live, func(i, j int) bool { return nameOf(live[i]) < nameOf(live[j]) })
	return live
}

// policiesFor are the policies that select a Pod, in a steady order.
func (c *clusterState) policiesFor(pod *corev1.Pod) (selecting []*netv1.NetworkPolicy) {
	all, _ := c.policies.NetworkPolicies(pod.Namespace).List(labels.Everything())
	for _, policy := range all {
		if matches(&policy.Spec.PodSelector, pod.Labels) {
			selecting = append(selecting, policy)
		}
	}
	sort.Slice(selecting, func(i, j int) bool { return selecting[i].Name < selecting[j].Name })
	return selecting
}

// peerPods are the Pods that a peer with selectors means in a policy of this namespace.
func (c *clusterState) peerPods(namespace string, peer netv1.NetworkPolicyPeer) (peers []*corev1.Pod) {
	for _, pod := range c.livePods() {
		if c.inNamespaces(pod, namespace, peer.NamespaceSelector) &&
			(peer.PodSelector == nil || matches(peer.PodSelector, pod.Labels)) {
			peers = append(peers, pod)
		}
	}
	return peers
}

// inNamespaces: a peer without a namespace selector means the policy's own namespace.
func (c *clusterState) inNamespaces(pod *corev1.Pod, own string, selector *metav1.LabelSelector) bool {
	if selector == nil {
		return pod.Namespace == own
	}
	namespace, err := c.namespaces.Get(pod.Namespace)
	return err == nil && matches(selector, namespace.Labels)
}

// isLive: a Pod of the host network has the node's addresses, which no policy protects, and a Pod that ended
// has lost its addresses to others.
func isLive(pod *corev1.Pod) bool {
	ended := pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
	return !pod.Spec.HostNetwork && pod.Status.PodIP != "" && !ended
}

func matches(selector *metav1.LabelSelector, set map[string]string) bool {
	compiled, err := metav1.LabelSelectorAsSelector(selector)
	return err == nil && compiled.Matches(labels.Set(set))
}

func nameOf(pod *corev1.Pod) string {
	return pod.Namespace + "/" + pod.Name
}

// addressesOf gives a Pod's addresses of one family, which is nft's word: ip or ip6.
func addressesOf(pod *corev1.Pod, family string) (addresses []string) {
	for _, one := range pod.Status.PodIPs {
		if address, err := netip.ParseAddr(one.IP); err == nil && familyOf(address) == family {
			addresses = append(addresses, address.String())
		}
	}
	return addresses
}

func familyOf(address netip.Addr) string {
	if address.Is4() {
		return "ip"
	}
	return "ip6"
}
