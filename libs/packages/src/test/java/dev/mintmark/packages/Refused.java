package dev.mintmark.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that something is refused, and how. */
public final class Refused {
  private Refused() {}

  public static PackageException with(RefusalCode code, ThrowingCallable call) {
    PackageException e = catchThrowableOfType(PackageException.class, call);
    assertThat(e).as("expected %s", code).isNotNull();
    assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
    return e;
  }
}
