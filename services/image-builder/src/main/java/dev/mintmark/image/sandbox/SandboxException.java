package dev.mintmark.image.sandbox;

/** The machine does not let a sandbox be made. */
public final class SandboxException extends Exception {
  private static final long serialVersionUID = 1L;

  SandboxException(String found) {
    super(found);
  }
}
