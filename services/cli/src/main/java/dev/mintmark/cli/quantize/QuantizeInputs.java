package dev.mintmark.cli.quantize;

import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.quantizer.gate.Gate;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a model is made from on this machine.
 *
 * @param calibration folder of {@code .npy} or {@code .npz} files
 * @param validation the same, none of them in {@code calibration}
 * @param smoke the same; empty where no outputs are to be recorded
 * @param targets at least one, by their names
 * @param others targets of the release that no model is made for here: their ranges are measured
 *     with the rest, so that the table is the line's
 */
public record QuantizeInputs(
    Path model,
    Path calibration,
    Path validation,
    Optional<Path> smoke,
    Gate gate,
    List<TargetProfile> targets,
    List<TargetProfile> others) {
  public QuantizeInputs {
    targets = List.copyOf(targets);
    others = List.copyOf(others);
  }
}
