package main

import (
	"fmt"
	"net/netip"
	"strings"

	corev1 "k8s.io/api/core/v1"
	netv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

var families = []string{"ip", "ip6"}

// direction is one half of a policy as nft sees it: which end of a packet the peer is.
type direction struct {
	name string
	// self is the address field of the protected Pod, peer the one of whom it talks to.
	self, peer string
}

var (
	ingress    = direction{name: "in", self: "daddr", peer: "saddr"}
	egress     = direction{name: "eg", self: "saddr", peer: "daddr"}
	directions = []direction{ingress, egress}
)

// allowed gives the matches of nft for what one rule of a policy lets through. The destination of the traffic
// is where a named port is looked up: the protected Pod for ingress, each peer for egress.
func (c *clusterState) allowed(pod *corev1.Pod, way direction, peers []netv1.NetworkPolicyPeer, ports []netv1.NetworkPolicyPort) (matches []string) {
	if len(peers) == 0 {
		if way == ingress {
			return combine("", portMatches(ports, pod))
		}
		return append(combine("", anyonesPorts(ports)), c.namedEverywhere(way, ports)...)
	}
	for _, peer := range peers {
		if peer.IPBlock != nil {
			matches = append(matches, combine(blockMatch(way, peer.IPBlock), portMatches(ports, destination(way, pod)))...)
			continue
		}
		for _, other := range c.peerPods(pod.Namespace, peer) {
			target := other
			if way == ingress {
				target = pod
			}
			matches = append(matches, toPod(way, other, portMatches(ports, target))...)
		}
	}
	return matches
}

// anyonesPorts are the matches that hold whoever the peer is; names of ports are left to namedEverywhere.
func anyonesPorts(ports []netv1.NetworkPolicyPort) []string {
	if len(ports) > 0 && len(numbered(ports)) == 0 {
		return nil
	}
	return portMatches(numbered(ports), nil)
}

// namedEverywhere: egress to a named port of anybody means the port of that name of every Pod.
func (c *clusterState) namedEverywhere(way direction, ports []netv1.NetworkPolicyPort) (matches []string) {
	if len(onlyNamed(ports)) == 0 {
		return nil
	}
	for _, other := range c.livePods() {
		matches = append(matches, toPod(way, other, portMatches(onlyNamed(ports), other))...)
	}
	return matches
}

func toPod(way direction, pod *corev1.Pod, ports []string) (matches []string) {
	for _, family := range families {
		for _, address := range addressesOf(pod, family) {
			matches = append(matches, combine(fmt.Sprintf("%s %s %s", family, way.peer, address), ports)...)
		}
	}
	return matches
}

// destination is nil for egress to a block of addresses: nobody there tells names of ports.
func destination(way direction, pod *corev1.Pod) *corev1.Pod {
	if way == ingress {
		return pod
	}
	return nil
}

func blockMatch(way direction, block *netv1.IPBlock) string {
	prefix, err := netip.ParsePrefix(block.CIDR)
	if err != nil {
		return "meta l4proto 255"
	}
	family := familyOf(prefix.Addr())
	match := fmt.Sprintf("%s %s %s", family, way.peer, prefix.Masked())
	if len(block.Except) > 0 {
		match += fmt.Sprintf(" %s %s != { %s }", family, way.peer, strings.Join(block.Except, ", "))
	}
	return match
}

// portMatches: no ports means every port and protocol; a name that the target lacks means none.
func portMatches(ports []netv1.NetworkPolicyPort, target *corev1.Pod) (matches []string) {
	if len(ports) == 0 {
		return []string{""}
	}
	for _, port := range ports {
		protocol := corev1.ProtocolTCP
		if port.Protocol != nil {
			protocol = *port.Protocol
		}
		name := strings.ToLower(string(protocol))
		switch {
		case port.Port == nil:
			matches = append(matches, "meta l4proto "+name)
		case port.Port.Type == intstr.String:
			for _, number := range numbersOf(port.Port.StrVal, protocol, target) {
				matches = append(matches, fmt.Sprintf("%s dport %d", name, number))
			}
		case port.EndPort != nil:
			matches = append(matches, fmt.Sprintf("%s dport %d-%d", name, port.Port.IntVal, *port.EndPort))
		default:
			matches = append(matches, fmt.Sprintf("%s dport %d", name, port.Port.IntVal))
		}
	}
	return matches
}

func numbersOf(name string, protocol corev1.Protocol, target *corev1.Pod) (numbers []int32) {
	if target == nil {
		return nil
	}
	for _, container := range target.Spec.Containers {
		for _, port := range container.Ports {
			if port.Name == name && (port.Protocol == protocol || port.Protocol == "" && protocol == corev1.ProtocolTCP) {
				numbers = append(numbers, port.ContainerPort)
			}
		}
	}
	return numbers
}

func isNamed(port netv1.NetworkPolicyPort) bool {
	return port.Port != nil && port.Port.Type == intstr.String
}

func numbered(ports []netv1.NetworkPolicyPort) (kept []netv1.NetworkPolicyPort) {
	for _, port := range ports {
		if !isNamed(port) {
			kept = append(kept, port)
		}
	}
	return kept
}

func onlyNamed(ports []netv1.NetworkPolicyPort) (kept []netv1.NetworkPolicyPort) {
	for _, port := range ports {
		if isNamed(port) {
			kept = append(kept, port)
		}
	}
	return kept
}

func combine(peer string, ports []string) (matches []string) {
	for _, port := range ports {
		matches = append(matches, strings.TrimSpace(peer+" "+port))
	}
	return matches
}
