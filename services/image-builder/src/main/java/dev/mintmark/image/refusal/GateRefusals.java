package dev.mintmark.image.refusal;

import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.oci.Platform;
import java.util.List;
import java.util.stream.Collectors;

/** The refusals of the gates; a code is never used for anything else. */
public final class GateRefusals {
  private static final int SHOWN = 10;

  private GateRefusals() {}

  /**
   * One thing that a gate found.
   *
   * @param path absolute in the image
   * @param what was found, for people
   */
  public record Found(ImageFinding finding, String path, String what) {}

  /**
   * IMG-030 to IMG-040: the first finding's, which names the others.
   *
   * @param found at least one
   */
  public static RefusedException found(Platform platform, List<Found> found) {
    Found first = found.getFirst();
    return refuse(
        first.finding().code(),
        "file " + first.path() + " of " + platform,
        first.what() + others(found.subList(1, found.size())),
        first.finding().advice()
            + (first.finding().isAllowable()
                ? "; or list the path in image.allow with finding "
                    + first.finding().word()
                    + " and a reason"
                : ""));
  }

  private static String others(List<Found> others) {
    if (others.isEmpty()) {
      return "";
    }
    String shown =
        others.stream()
            .limit(SHOWN)
            .map(other -> other.path() + " (" + other.finding().word() + ": " + other.what() + ")")
            .collect(Collectors.joining(", "));
    int more = others.size() - SHOWN;
    return "; and so are " + shown + (more > 0 ? ", and " + more + " more" : "");
  }

  /** IMG-041. */
  public static RefusedException tooLarge(Platform platform, long bytes, long budget) {
    return refuse(
        "IMG-041",
        "the image for " + platform,
        "its layers have " + bytes + " compressed bytes, the budget is " + budget,
        "leave something out, or raise image.sizeBudget");
  }

  /** IMG-042: an allowance that is malformed, doubled, or allows nothing. */
  public static RefusedException allowance(String path, String found) {
    return refuse(
        "IMG-042",
        "image.allow of " + path,
        found,
        "correct it, or take it out so that it hides nothing later");
  }

  /** IMG-043. */
  public static RefusedException profile(String target, String found) {
    return refuse(
        "IMG-043",
        "the profile of target " + target,
        found,
        "upload the target profile as it is and build again");
  }

  /** IMG-044: what the gates need cannot be read, so they cannot decide. */
  public static RefusedException undecided(Platform platform, String path, String found) {
    return refuse(
        "IMG-044",
        "file " + path + " of " + platform,
        found,
        "leave the file out, or give it whole and unchanged");
  }

  private static RefusedException refuse(String code, String subject, String found, String advice) {
    return new Refusal(code, subject, found, advice).asException();
  }
}
