package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/json" // as the server reads: capitals count
	"sigs.k8s.io/yaml"
)

// kinds are the objects that the manifests may have.
var kinds = map[string]func() metav1.Object{
	"v1/Secret":                          func() metav1.Object { return &corev1.Secret{} },
	"v1/Service":                         func() metav1.Object { return &corev1.Service{} },
	"v1/ServiceAccount":                  func() metav1.Object { return &corev1.ServiceAccount{} },
	"apps/v1/StatefulSet":                func() metav1.Object { return &appsv1.StatefulSet{} },
	"networking.k8s.io/v1/NetworkPolicy": func() metav1.Object { return &networkingv1.NetworkPolicy{} },
	"policy/v1/PodDisruptionBudget":      func() metav1.Object { return &policyv1.PodDisruptionBudget{} },
}

// manifest reads a file of Kubernetes' objects by its own types: an unknown or
// doubled field is an error, and so is a value of another type.
func manifest(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for i, document := range bytes.Split(text, []byte("\n---\n")) {
		if err := object(document); err != nil {
			return fmt.Errorf("object %d: %w", i+1, err)
		}
	}
	return nil
}

func object(document []byte) error {
	var meta metav1.TypeMeta
	if err := yaml.Unmarshal(document, &meta); err != nil {
		return err
	}
	kind, ok := kinds[meta.APIVersion+"/"+meta.Kind]
	if !ok {
		return fmt.Errorf("%s/%s is not known here", meta.APIVersion, meta.Kind)
	}
	o := kind()
	asJSON, err := yaml.YAMLToJSONStrict(document)
	if err != nil {
		return err
	}
	strict, err := json.UnmarshalStrict(asJSON, o)
	if err := errors.Join(append(strict, err)...); err != nil {
		return err
	}
	if o.GetName() == "" {
		return errors.New("it has no name")
	}
	switch o := o.(type) {
	case *appsv1.StatefulSet:
		return replicas(o)
	case *networkingv1.NetworkPolicy:
		return admits(o.Spec)
	case *policyv1.PodDisruptionBudget:
		return selects(o.Spec.Selector)
	}
	return nil
}

// labels are those by which all of the objects find the pods.
var labels = map[string]string{"app.kubernetes.io/name": "relance"}

func selects(s *metav1.LabelSelector) error {
	if s == nil || len(s.MatchExpressions) > 0 || fmt.Sprint(s.MatchLabels) != fmt.Sprint(labels) {
		return fmt.Errorf("it selects %v, and the pods are %v", s, labels)
	}
	return nil
}

// admits says that a policy names those it lets in: a rule without any lets in everybody.
func admits(p networkingv1.NetworkPolicySpec) error {
	for i, rule := range p.Ingress {
		if len(rule.From) == 0 {
			return fmt.Errorf("rule %d lets everybody in", i+1)
		}
	}
	return selects(&p.PodSelector)
}

func replicas(s *appsv1.StatefulSet) error {
	pod := s.Spec.Template
	switch {
	case s.Spec.Replicas == nil || *s.Spec.Replicas < 2:
		return errors.New("one replica: nobody takes over")
	case fmt.Sprint(pod.Labels) != fmt.Sprint(labels):
		return fmt.Errorf("its pods are %v, not %v", pod.Labels, labels)
	case pod.Spec.SecurityContext == nil || pod.Spec.SecurityContext.RunAsNonRoot == nil || !*pod.Spec.SecurityContext.RunAsNonRoot:
		return errors.New("it may run as root")
	case len(pod.Spec.TopologySpreadConstraints) == 0:
		return errors.New("its replicas may all be on one machine")
	}
	known := map[string]bool{}
	for _, v := range pod.Spec.Volumes {
		known[v.Name] = true
	}
	for _, c := range s.Spec.VolumeClaimTemplates {
		known[c.Name] = true
	}
	for _, c := range pod.Spec.Containers {
		if err := container(c, known); err != nil {
			return fmt.Errorf("container %s: %w", c.Name, err)
		}
	}
	return selects(s.Spec.Selector)
}

func container(c corev1.Container, volumes map[string]bool) error {
	s := c.SecurityContext
	switch {
	case s == nil || s.ReadOnlyRootFilesystem == nil || !*s.ReadOnlyRootFilesystem:
		return errors.New("its root can be written to")
	case s.AllowPrivilegeEscalation == nil || *s.AllowPrivilegeEscalation:
		return errors.New("it may gain privileges")
	case s.Capabilities == nil || len(s.Capabilities.Drop) != 1 || s.Capabilities.Drop[0] != "ALL" || len(s.Capabilities.Add) > 0:
		return errors.New("it has capabilities")
	case c.LivenessProbe == nil || c.ReadinessProbe == nil:
		return errors.New("nobody asks how it is")
	case c.Resources.Requests.Cpu().IsZero() || c.Resources.Requests.Memory().IsZero():
		return errors.New("it asks for no resources")
	}
	for _, m := range c.VolumeMounts {
		if !volumes[m.Name] {
			return fmt.Errorf("the volume %s is nowhere", m.Name)
		}
	}
	return exactly(c.Image)
}
