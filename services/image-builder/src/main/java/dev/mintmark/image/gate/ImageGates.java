package dev.mintmark.image.gate;

import dev.mintmark.image.input.Profiles;
import dev.mintmark.image.refusal.GateRefusals;
import dev.mintmark.image.refusal.GateRefusals.Found;
import dev.mintmark.image.request.GateRequest;
import dev.mintmark.image.request.GateRequest.Allowance;
import dev.mintmark.image.tree.ImageTree;
import dev.mintmark.oci.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The gates of one build, for all its platforms, on any thread. */
public final class ImageGates {
  private final GateRequest request;
  private final DeviceSystems devices;
  private final Set<Allowance> used = ConcurrentHashMap.newKeySet();

  /**
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-043
   */
  public ImageGates(Profiles profiles, GateRequest request) {
    this.request = request;
    this.devices = new DeviceSystems(profiles);
  }

  /**
   * Checks one platform's image.
   *
   * @param environment of the image, {@code NAME=value}
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-030 to IMG-040, and IMG-044
   */
  public void check(ImageTree image, List<String> environment) throws IOException {
    FileGate files = FileGate.of(image);
    List<Found> found = new ArrayList<>(files.found());
    found.addAll(
        LinkageGate.check(
            files.tree(), image.platform(), environment, devices.of(image.platform())));
    found.removeIf(this::isAllowed);
    found.sort(
        Comparator.comparing(Found::finding).thenComparing(Found::path).thenComparing(Found::what));
    if (!found.isEmpty()) {
      throw GateRefusals.found(image.platform(), found);
    }
  }

  /**
   * After the images of all platforms were checked.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-042 for an allowance that none of them
   *     needs
   */
  public void requireAllowancesUsed() {
    for (Allowance allowance : request.allowed()) {
      if (!used.contains(allowance)) {
        throw GateRefusals.allowance(
            allowance.path(), "no image has such a finding: " + allowance.finding().word());
      }
    }
  }

  private boolean isAllowed(Found found) {
    boolean allowed = false;
    for (Allowance allowance : request.allowed()) {
      if (allowance.covers(found.path(), found.finding())) {
        used.add(allowance);
        allowed = true;
      }
    }
    return allowed;
  }

  /**
   * @param bytes of all layers, compressed
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-041
   */
  public void requireWithinBudget(Platform platform, long bytes) {
    request
        .sizeBudget()
        .ifPresent(budget -> {
          if (bytes > budget) {
            throw GateRefusals.tooLarge(platform, bytes, budget);
          }
        });
  }
}
