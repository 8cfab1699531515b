package dev.mintmark.signer.chain;

import dev.mintmark.events.build.v1.Gate;
import dev.mintmark.events.build.v1.Target;
import dev.mintmark.events.model.v1.Rung;
import dev.mintmark.events.model.v1.Variant;
import java.util.List;

/**
 * Judges the gates again: each requested target has one variant, which reached the requested
 * minimum of the requested metric. Nothing is taken from another step's word that it passed.
 */
public final class GateCheck {
  private GateCheck() {}

  /**
   * Judges.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException SGN-003, SGN-004
   */
  public static void check(ReleaseChain chain) {
    List<Target> targets = chain.request().getTargets();
    List<Variant> variants = chain.quantized().getVariants();
    SignerCode.TARGETS.same(
        "the list of quantized targets",
        targets.stream().map(Target::getName).toList(),
        variants.stream().map(Variant::getTarget).toList());
    requireSorted(targets);
    for (int i = 0; i < targets.size(); i++) {
      SignerCode.TARGETS.same(
          "the profile of " + targets.get(i).getName(),
          targets.get(i).getProfile(),
          variants.get(i).getProfile());
      judge(variants.get(i), chain.request().getQuantize().getGate());
    }
  }

  private static void requireSorted(List<Target> targets) {
    List<String> sorted = targets.stream().map(Target::getName).sorted().distinct().toList();
    if (targets.isEmpty() || !targets.stream().map(Target::getName).toList().equals(sorted)) {
      throw SignerCode.TARGETS.refused(
          "the list of targets", "it is empty, not sorted, or names one twice");
    }
  }

  private static void judge(Variant variant, Gate gate) {
    String subject = "the gate of " + variant.getTarget();
    SignerCode.GATE.same("the metric of " + subject, gate.getMetric(), variant.getMetric());
    SignerCode.GATE.same("the minimum of " + subject, gate.getMinimum(), variant.getMinimum());
    // Written so that a NaN on either side does not pass.
    if (!(variant.getValue() >= gate.getMinimum())) {
      throw SignerCode.GATE
          .refusal(
              subject,
              gate.getMetric()
                  + " is "
                  + variant.getValue()
                  + ", below the minimum "
                  + gate.getMinimum(),
              "this release must not be signed; find out why an earlier step handed it on")
          .asException();
    }
    List<Rung> tried = variant.getTried();
    if (tried.isEmpty()
        || !tried.getLast().getName().equals(variant.getRung())
        || tried.getLast().getValue() != variant.getValue()) {
      throw SignerCode.GATE.refused(subject, "its result is not that of the last rung tried");
    }
  }
}
