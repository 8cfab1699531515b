package dev.mintmark.contract.fault;

import dev.mintmark.contract.fault.proxy.Action;
import dev.mintmark.contract.fault.proxy.Watch;
import dev.mintmark.contract.fault.proxy.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Lets faults loose on a service, each at the window that it names. */
final class Aim implements Watch {
  /** What a fault does once its moment has come, and what the proxy is to do then. */
  @FunctionalInterface
  interface Strike {
    Action at(Fault fault);
  }

  /** A fault that waits for its moment. */
  private static final class Armed {
    private final Fault fault;
    private final int since;
    private int toPass;
    private int left;

    Armed(Fault fault, int since) {
      this.fault = fault;
      this.since = since;
      this.toPass = fault.passing();
      this.left = fault.times();
    }

    boolean strikesAt(Window window) {
      return fault.window().filter(window::equals).isPresent() && --toPass <= 0;
    }
  }

  private final Strike strike;
  private final Consumer<Fault> struck;
  private final Map<Window, Long> passings = new TreeMap<>();
  private final List<Armed> armed = new ArrayList<>();

  /**
   * @param struck told when a fault has done all that it does
   */
  Aim(Strike strike, Consumer<Fault> struck) {
    this.strike = strike;
    this.struck = struck;
  }

  /**
   * @param since any number that grows, for {@link #disarm}
   */
  synchronized void arm(Fault fault, int since) {
    armed.add(new Armed(fault, since));
  }

  /** How many faults wait. */
  synchronized int armed() {
    return armed.size();
  }

  /** Gives up the faults that were armed before. */
  synchronized List<Fault> disarm(int before) {
    List<Fault> given = new ArrayList<>();
    armed.removeIf(one -> one.since < before && given.add(one.fault));
    return given;
  }

  @Override
  public synchronized Action at(Window window) {
    passings.merge(window, 1L, Long::sum);
    for (Armed one : List.copyOf(armed)) {
      if (one.strikesAt(window)) {
        return strike(one);
      }
    }
    return new Action.Pass();
  }

  private Action strike(Armed one) {
    Action action = strike.at(one.fault);
    if (--one.left == 0) {
      armed.remove(one);
      struck.accept(one.fault);
    }
    return action;
  }

  /** How often each window was passed. */
  synchronized Map<Window, Long> passings() {
    return new TreeMap<>(passings);
  }
}
