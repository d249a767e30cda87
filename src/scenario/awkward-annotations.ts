/** Annotations that a runtime has to hand back byte for byte, among them names that some runtimes use themselves. */
export const AWKWARD_ANNOTATIONS: Readonly<Record<string, string>> = {
  'crivet/empty': '',
  'example.org/text': 'line one\nline two\tÜnïcode ✓',
  'example.org/json': '{"a": [1, "\\u0000", null]}',
  'example.org/long': 'x'.repeat(200 * 1024),
  'io.containerd.crivet': 'any',
  'io.kubernetes.cri-o.crivet': 'any',
  'io.kubernetes.cri.crivet': 'any',
}
