package dev.mintmark.ingest.request;

/** Stable codes of what this service refuses; the README has the table. */
public final class Codes {
  public static final String UNREADABLE = "ING-001";
  public static final String NAME = "ING-002";
  public static final String VERSION = "ING-003";
  public static final String REPOSITORY = "ING-004";
  public static final String SOURCE = "ING-005";
  public static final String EPOCH = "ING-006";
  public static final String REFERENCE = "ING-007";
  public static final String TEXT = "ING-008";
  public static final String LICENSE = "ING-009";
  public static final String CLAIMED = "ING-010";
  public static final String BASE_BY_TAG = "ING-011";
  public static final String PLATFORMS = "ING-013";
  public static final String ENVIRONMENT = "ING-014";
  public static final String FILES = "ING-015";
  public static final String ENTRYPOINT = "ING-016";
  public static final String TARGETS = "ING-017";
  public static final String GATE = "ING-018";
  public static final String RUN = "ING-019";
  public static final String MISSING = "ING-020";
  public static final String SIZE = "ING-021";
  public static final String TREE = "ING-022";
  public static final String TREE_FILE = "ING-023";
  public static final String LOCK = "ING-024";
  public static final String NOT_ONNX = "ING-025";
  public static final String SAMPLES = "ING-026";
  public static final String NOT_DISJOINT = "ING-027";
  public static final String PROFILE = "ING-028";
  public static final String PROFILE_PLATFORM = "ING-029";
  public static final String COLLISION = "ING-030";
  public static final String BASE = "ING-031";
  public static final String PACKAGES = "ING-032";
  public static final String BASE_PARTS = "ING-033";
  public static final String LENGTH_REQUIRED = "ING-040";
  public static final String TOO_LARGE = "ING-041";
  public static final String BAD_DIGEST = "ING-042";
  public static final String LOG_AWAY = "ING-043";
  public static final String BROKEN_OFF = "ING-044";

  /** Refuses nothing: it is logged, counted and told. */
  public static final String TRAINING_DRIFT = "ING-050";

  private Codes() {}
}
