package dev.mintmark.image.cache;

/** An entry that is not believed. */
final class BrokenEntryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final CacheFault fault;

  BrokenEntryException(CacheFault fault) {
    super(fault.found());
    this.fault = fault;
  }

  BrokenEntryException(CacheFault fault, Throwable cause) {
    super(fault.found(), cause);
    this.fault = fault;
  }

  CacheFault fault() {
    return fault;
  }
}
