package dev.mintmark.ledger.collect.mark;

/**
 * Who names an artifact.
 *
 * @param by the record or pointer, e.g. {@code mintmark.image.built.v1-3@17}
 * @param role what the artifact is to it, e.g. {@code variants[cpu-amd64].model}
 * @param request {@code sha256:<hex>} of the build request that the record belongs to; empty for a
 *     pointer
 * @param required whether the store has to have it
 */
record Naming(String by, String role, String request, boolean required) {
  Naming inside(String what) {
    return new Naming(by, role + "/" + what, request, required);
  }
}
