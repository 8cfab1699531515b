package dev.mintmark.verify.conformance;

import static dev.mintmark.verify.conformance.Cases.wrong;
import static dev.mintmark.verify.conformance.Parts.ANOTHER;
import static dev.mintmark.verify.conformance.Parts.IMAGE;
import static dev.mintmark.verify.conformance.Parts.REPOSITORY;
import static dev.mintmark.verify.conformance.Parts.signed;
import static dev.mintmark.verify.conformance.Parts.statement;
import static dev.mintmark.verify.conformance.Parts.with;
import static dev.mintmark.verify.refusal.RefusalCode.JSON;
import static dev.mintmark.verify.refusal.RefusalCode.STATEMENT_FORM;
import static dev.mintmark.verify.refusal.RefusalCode.WRONG_PREDICATE;
import static dev.mintmark.verify.refusal.RefusalCode.WRONG_REPOSITORY;
import static dev.mintmark.verify.refusal.RefusalCode.WRONG_SUBJECT;

import dev.mintmark.verify.refusal.RefusalCode;
import java.util.List;
import java.util.Locale;

/** Right signatures over statements that do not make this image a release. */
final class StatementCases {
  private static final String HEX = IMAGE.hex();
  private static final String PREDICATE = "https://sigstore.dev/cosign/sign/v1";
  private static final String DIGEST = "{\"sha256\":\"" + HEX + "\"}";

  private StatementCases() {}

  static List<Case> all() {
    String subject = "{\"name\":\"" + REPOSITORY + "\",\"digest\":" + DIGEST + "}";
    String another = subject.replace(HEX, ANOTHER.hex());
    return List.of(
        changed("wrong-digest", HEX, ANOTHER.hex(), WRONG_SUBJECT),
        changed("digest-in-capitals", HEX, HEX.toUpperCase(Locale.ROOT), STATEMENT_FORM),
        changed("digest-cut", HEX, HEX.substring(1), STATEMENT_FORM),
        changed("digest-with-prefix", HEX, "sha256:" + HEX, STATEMENT_FORM),
        changed("digest-empty", HEX, "", STATEMENT_FORM),
        changed("digest-null", "\"" + HEX + "\"", "null", STATEMENT_FORM),
        changed("digest-of-another-algorithm", "\"sha256\"", "\"sha512\"", STATEMENT_FORM),
        changed("digest-algorithm-in-capitals", "\"sha256\"", "\"SHA256\"", STATEMENT_FORM),
        changed(
            "digest-second-algorithm",
            DIGEST,
            "{\"sha1\":\"00\",\"sha256\":\"" + HEX + "\"}",
            STATEMENT_FORM),
        changed("digest-none", DIGEST, "{}", STATEMENT_FORM),
        changed("subject-none", "[" + subject + "]", "[]", STATEMENT_FORM),
        changed("subject-no-list", "[" + subject + "]", subject, STATEMENT_FORM),
        changed("subject-missing", "\"subject\"", "\"subjects\"", STATEMENT_FORM),
        changed("two-subjects", subject, subject + "," + another, STATEMENT_FORM),
        changed("two-subjects-ours-last", subject, another + "," + subject, STATEMENT_FORM),
        changed("two-subjects-same", subject, subject + "," + subject, STATEMENT_FORM),
        changed(
            "subject-with-content",
            "\"digest\":",
            "\"content\":\"AA==\",\"digest\":",
            STATEMENT_FORM),
        changed("repository-another", REPOSITORY, "vision/other", WRONG_REPOSITORY),
        changed("repository-with-host", REPOSITORY, "example.com/" + REPOSITORY, WRONG_REPOSITORY),
        changed("repository-in-capitals", REPOSITORY, "Vision/face-detect", WRONG_REPOSITORY),
        changed("repository-cyrillic", REPOSITORY, "visi\u043en/face-detect", WRONG_REPOSITORY),
        changed(
            "repository-with-accent-apart",
            REPOSITORY,
            "vision/face-de\u0301tect",
            WRONG_REPOSITORY),
        changed("repository-empty", REPOSITORY, "", WRONG_REPOSITORY),
        changed("repository-with-zero-byte", REPOSITORY, REPOSITORY + "\\u0000", WRONG_REPOSITORY),
        changed("repository-null", "\"" + REPOSITORY + "\"", "null", STATEMENT_FORM),
        changed("predicate-of-an-sbom", PREDICATE, "https://cyclonedx.org/bom", WRONG_PREDICATE),
        changed(
            "predicate-of-provenance",
            PREDICATE,
            "https://slsa.dev/provenance/v1",
            WRONG_PREDICATE),
        changed(
            "predicate-of-a-model",
            PREDICATE,
            "https://model_signing/signature/v1.0",
            WRONG_PREDICATE),
        changed(
            "predicate-of-a-failed-test",
            PREDICATE,
            "https://in-toto.io/attestation/test-result/v0.1",
            WRONG_PREDICATE),
        changed(
            "predicate-of-the-next-version",
            PREDICATE,
            "https://sigstore.dev/cosign/sign/v2",
            WRONG_PREDICATE),
        changed("predicate-with-slash", PREDICATE, PREDICATE + "/", WRONG_PREDICATE),
        changed(
            "predicate-without-tls",
            PREDICATE,
            PREDICATE.replace("https", "http"),
            WRONG_PREDICATE),
        changed("predicate-type-empty", PREDICATE, "", WRONG_PREDICATE),
        changed("predicate-type-null", "\"" + PREDICATE + "\"", "null", STATEMENT_FORM),
        changed("predicate-missing", ",\"predicate\":{}", "", STATEMENT_FORM),
        changed("predicate-null", "\"predicate\":{}", "\"predicate\":null", STATEMENT_FORM),
        changed("statement-of-v0.1", "Statement/v1", "Statement/v0.1", STATEMENT_FORM),
        changed("statement-type-missing", "\"_type\"", "\"type\"", STATEMENT_FORM),
        changed(
            "statement-with-more",
            "\"predicate\":",
            "\"expires\":\"2020\",\"predicate\":",
            STATEMENT_FORM),
        changed("statement-doubled-subject", "\"subject\":", "\"subject\":[],\"subject\":", JSON),
        changed(
            "statement-doubled-digest",
            "\"sha256\":",
            "\"sha256\":\"" + ANOTHER.hex() + "\",\"sha256\":",
            JSON),
        changed(
            "statement-doubled-predicate-type",
            "\"predicateType\":",
            "\"predicateType\":\"x\",\"predicateType\":",
            JSON),
        wrong("statement-with-trailing-text", signed(statement() + "{}"), JSON),
        wrong("statement-with-byte-order-mark", signed("\uFEFF" + statement()), JSON));
  }

  private static Case changed(String name, String old, String replacement, RefusalCode code) {
    return wrong(name, signed(with(statement(), old, replacement)), code);
  }
}
