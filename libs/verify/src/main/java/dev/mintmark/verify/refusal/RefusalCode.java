package dev.mintmark.verify.refusal;

/**
 * Every reason for which this library refuses, with its stable code. Codes are never used again.
 */
public enum RefusalCode {
  /** A private key file that group or others may read or write. */
  KEY_FILE_OPEN("VER-001"),
  /**
   * A key file that is missing, not a plain file, too large, or whose permissions cannot be seen.
   */
  KEY_FILE_UNREADABLE("VER-002"),
  /** Not exactly one PEM block with a sound body. */
  KEY_NOT_PEM("VER-003"),
  /** A PEM block of another kind: encrypted, SEC 1, a certificate. */
  KEY_KIND("VER-004"),
  /** A key of another algorithm or curve than ECDSA P-256, or a point that is not on it. */
  KEY_CURVE("VER-005"),
  /** A key file that is already there is never overwritten. */
  KEY_FILE_EXISTS("VER-006"),
  /** An encrypted key without a password, or with a wrong one. */
  KEY_PASSWORD("VER-007"),
  /** A PKCS#11 token that cannot be used, or has no such key. */
  KEY_TOKEN("VER-008"),
  /** A key whose private half does not leave its token. */
  KEY_IN_TOKEN("VER-009"),

  /** Not strict JSON: malformed, not UTF-8, a doubled key, too deep, too large. */
  JSON("VER-010"),
  /** Not a sigstore bundle v0.3 that one public key signed. */
  BUNDLE_FORM("VER-011"),
  /** A DSSE payload that is not an in-toto statement. */
  PAYLOAD_TYPE("VER-012"),
  /** Not an in-toto Statement v1 with whole digests. */
  STATEMENT_FORM("VER-013"),
  /** Signed by, or made out to, a key that is not trusted here. */
  UNKNOWN_KEY("VER-014"),
  /** A signature that is malformed or does not fit the bytes and the key. */
  BAD_SIGNATURE("VER-015"),
  /** A sound statement that says something else than "this is a release". */
  WRONG_PREDICATE("VER-016"),
  /** A sound signature for another thing. */
  WRONG_SUBJECT("VER-017"),
  /** Not a cosign simple signing payload. */
  SIMPLE_SIGNING_FORM("VER-018"),
  /** A sound signature for another repository. */
  WRONG_REPOSITORY("VER-019"),
  /** A model that is not there, cannot be read, or has no file. */
  MODEL_UNREADABLE("VER-080"),
  /** A link or special file in a model. */
  MODEL_ENTRY("VER-081"),
  /** Not a list of files by SHA-256 as OpenSSF model signing v1.0 has it. */
  MODEL_STATEMENT("VER-082"),
  /** A list of a model's files with the root digest of another one. */
  MODEL_ROOT("VER-083"),
  /** A file of a model with other bytes than were signed. */
  MODEL_FILE_CHANGED("VER-084"),
  /** A file in a model that nobody signed. */
  MODEL_FILE_UNSIGNED("VER-085"),
  /** A file that was signed and is not in the model. */
  MODEL_FILE_MISSING("VER-086"),
  /** Nothing to verify. */
  NO_SIGNATURE("VER-020"),

  /** A release statement with bytes that no such statement has. */
  ENV_BYTES("VER-030"),
  /** A release statement of a version that this program does not know. */
  ENV_VERSION("VER-031"),
  ENV_UNKNOWN_KEY("VER-032"),
  ENV_DOUBLED_KEY("VER-033"),
  ENV_ORDER("VER-034"),
  ENV_MISSING_KEY("VER-035"),
  ENV_VALUE("VER-036"),
  /** A sound release statement for another name, version, target, platform or image. */
  ENV_OTHER_RELEASE("VER-037"),

  /** Not provenance as this line writes it. */
  PROVENANCE_FORM("VER-090"),
  /** No attestation of a type that is needed. */
  NO_EVIDENCE("VER-091"),
  /** A sound attestation of another document than the release's. */
  OTHER_DOCUMENT("VER-092"),

  /** Not a key set in its one form. */
  KEY_SET_FORM("VER-050"),
  /** A key set of a format that this program does not know. */
  KEY_SET_FORMAT("VER-051"),
  /** A key set that too few of the pinned root keys signed. */
  KEY_SET_ROOT("VER-052"),
  /** A key set that is older than one that was seen. */
  KEY_SET_ROLLBACK("VER-053"),
  /** Two key sets with the same version. */
  KEY_SET_FORKED("VER-054"),
  /** A key set after its expiry, or without one where a policy wants one. */
  KEY_SET_EXPIRED("VER-055"),
  /** A clock that says something before the key set was issued: what depends on time is refused. */
  CLOCK("VER-056"),
  /** A change that a key set does not allow, e.g. of a key that is not in it. */
  KEY_SET_CHANGE("VER-057"),
  /** A key that was revoked. */
  KEY_REVOKED("VER-058"),
  /** A retired key, and a release after the last one that it may vouch for. */
  KEY_RETIRED("VER-059"),
  /** A key with another role. */
  KEY_ROLE("VER-060"),

  /** Not a policy: YAML that is malformed, too large or deep, with unknown or doubled fields. */
  POLICY_FORM("VER-070"),
  /** Fewer keys signed than the policy wants. */
  THRESHOLD("VER-071"),
  /** A release with a name that the policy does not allow, or not from this source. */
  RELEASE_NAME("VER-072"),
  /** A release with a lower security floor than the policy wants. */
  SECURITY_FLOOR("VER-073"),
  /** An attestation that the policy wants is not there, or says something else. */
  ATTESTATION("VER-074");

  private final String code;

  RefusalCode(String code) {
    this.code = code;
  }

  /** The stable code, e.g. {@code VER-015}. */
  public String code() {
    return code;
  }
}
