package dev.mintmark.signer;

/** What a process of this service signs. Each has its own process, its own key and no other. */
enum Role {
  /** Releases, once everything about them was checked again. */
  RELEASE,
  /** Bills of materials and provenance. */
  EVIDENCE,
  /** Verdicts of rebuilds. */
  VERDICT
}
