package dev.mintmark.simulator.plan;

import java.util.Set;

/**
 * One device of the fleet.
 *
 * @param device its id
 * @param factor by how much it is slower than its class
 * @param pulls whether it really pulls every layer and model
 * @param infers whether it really runs the model; then it pulls too
 */
public record Member(
    String device,
    DeviceClass deviceClass,
    double factor,
    Set<Fault> faults,
    boolean pulls,
    boolean infers) {
  private static final String DRIVER = "simdrv 1.0.0";
  private static final String OTHER_DRIVER = "simdrv 0.9.0";

  public Member {
    faults = Set.copyOf(faults);
    if (infers && !pulls) {
      throw new IllegalArgumentException(device + " cannot run what it does not pull");
    }
  }

  public boolean has(Fault fault) {
    return faults.contains(fault);
  }

  public String driver() {
    return has(Fault.WRONG_DRIVER) ? OTHER_DRIVER : DRIVER;
  }

  public String firmware() {
    return "sim 1.4";
  }

  public String kernel() {
    return "6.12.0-sim";
  }
}
