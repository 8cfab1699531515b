package dev.mintmark.kit.refusal;

/**
 * Carries a {@link Refusal} up to the edge, where it becomes {@code release.rejected} or a 4xx
 * answer.
 */
public class RefusedException extends RuntimeException {
  private final transient Refusal refusal;

  public RefusedException(Refusal refusal) {
    super(refusal.message());
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
