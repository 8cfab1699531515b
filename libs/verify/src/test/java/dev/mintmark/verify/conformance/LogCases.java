package dev.mintmark.verify.conformance;

import static dev.mintmark.verify.conformance.Cases.wrong;
import static dev.mintmark.verify.conformance.Parts.bundle;
import static dev.mintmark.verify.conformance.Parts.with;
import static dev.mintmark.verify.refusal.RefusalCode.BUNDLE_FORM;

import java.util.List;

/**
 * Bundles that bring proofs of a transparency log or a timestamp. With a key nothing here checks
 * them, so that whatever they prove or do not, they are refused.
 */
final class LogCases {
  private static final String ENTRY =
      "{\"logIndex\":\"1\",\"logId\":{\"keyId\":\"AA==\"},\"kindVersion\":{\"kind\":\"hashedrekord\",\"version\":\"0.0.2\"},%s\"canonicalizedBody\":\"e30=\"}";
  private static final String PROOF =
      "\"inclusionProof\":{\"logIndex\":\"1\",\"rootHash\":\"AA==\",\"treeSize\":\"2\",\"hashes\":[\"AA==\"],\"checkpoint\":{\"envelope\":\"%s\"}},";
  private static final String CHECKPOINT =
      "log.example.com\\n2\\nAA==\\n\\n— log.example.com AAAAAA==\\n";

  private LogCases() {}

  static List<Case> all() {
    return List.of(
        entry("rekor2-without-proof", ""),
        entry("rekor2-with-proof", PROOF.formatted(CHECKPOINT)),
        entry("rekor2-with-empty-checkpoint", PROOF.formatted("")),
        entry(
            "rekor2-with-checkpoint-of-another-log",
            PROOF.formatted(CHECKPOINT.replace("log.", "other."))),
        entry("rekor2-with-unsigned-checkpoint", PROOF.formatted("log.example.com\\n2\\nAA==\\n")),
        entry(
            "rekor1-with-promise",
            "\"integratedTime\":\"1780000000\",\"inclusionPromise\":{\"signedEntryTimestamp\":\"AA==\"},"),
        log("rekor2-empty-entry", "\"tlogEntries\":[{}]"),
        log("rekor2-two-entries", "\"tlogEntries\":[{},{}]"),
        log("rekor2-entry-null", "\"tlogEntries\":[null]"),
        log("rekor2-entries-object", "\"tlogEntries\":{}"),
        log("rekor2-entries-null", "\"tlogEntries\":null"),
        log("timestamp-none", "\"timestampVerificationData\":{}"),
        log("timestamp-empty-list", "\"timestampVerificationData\":{\"rfc3161Timestamps\":[]}"),
        log(
            "timestamp",
            "\"timestampVerificationData\":{\"rfc3161Timestamps\":[{\"signedTimestamp\":\"MAA=\"}]}"));
  }

  private static Case entry(String name, String more) {
    return log(name, "\"tlogEntries\":[" + ENTRY.formatted(more) + "]");
  }

  private static Case log(String name, String material) {
    return wrong(
        name, with(bundle(), "{\"publicKey\"", "{" + material + ",\"publicKey\""), BUNDLE_FORM);
  }
}
