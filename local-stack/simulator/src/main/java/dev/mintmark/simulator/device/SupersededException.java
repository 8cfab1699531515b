package dev.mintmark.simulator.device;

/** The order is not the newest any more: the device asks for the one that is. */
final class SupersededException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SupersededException(String device, long order) {
    super("order " + order + " of " + device + " is not the newest any more");
  }
}
