package dev.mintmark.canary.device.report;

import dev.mintmark.canary.device.row.Facts;
import dev.mintmark.canary.fleet.ReportKind;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a device says about an order.
 *
 * @param order its sequence, 1 or more
 * @param release {@code name:version} that it runs or tried
 * @param index {@code sha256:<hex>} of the image index that it runs or tried
 * @param code why it failed, e.g. {@code DEV-030}
 * @param detail for people, at most 500 characters
 */
public record Report(
    long order,
    ReportKind kind,
    String release,
    String index,
    @Nullable String code,
    @Nullable String detail,
    Facts facts) {
  private static final int LONGEST_DETAIL = 500;
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,32}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** As it is sent. */
  public record Body(
      @Nullable Long order,
      @Nullable String kind,
      @Nullable String release,
      @Nullable String index,
      @Nullable String code,
      @Nullable String detail,
      @Nullable String driver,
      @Nullable String firmware,
      @Nullable String kernel) {}

  /**
   * Reads what was sent; a long detail is cut.
   *
   * @throws RefusedException CAN-120, or CAN-105 for bad facts
   */
  static Report read(@Nullable Body body) {
    if (body == null) {
      throw bad("the body", "it is empty", "send order, kind, release and index as JSON");
    }
    return new Report(
        order(body.order()),
        kind(body.kind()),
        release(body.release()),
        index(body.index()),
        code(body.code()),
        detail(body.detail()),
        Facts.sent(body.driver(), body.firmware(), body.kernel()));
  }

  private static long order(@Nullable Long sent) {
    if (sent == null || sent < 1) {
      throw bad("order", "it is " + sent, "send the sequence of an order that was given");
    }
    return sent;
  }

  private static ReportKind kind(@Nullable String sent) {
    for (ReportKind kind : ReportKind.values()) {
      if (kind.name().equals(sent)) {
        return kind;
      }
    }
    throw bad(
        "kind",
        "it is not known",
        "use ADMITTED, DOWNLOADED, SMOKE_PASSED, RUNNING, "
            + "SMOKE_FAILED, REFUSED or ROLLED_BACK");
  }

  private static String release(@Nullable String sent) {
    try {
      return ReleaseId.parse(sent == null ? "" : sent).toString();
    } catch (IllegalArgumentException e) {
      throw bad("release", "it is not a release id", "use NAME:VERSION, e.g. face-detect:v1.0.0");
    }
  }

  private static String index(@Nullable String sent) {
    if (sent == null || !Digest.isDigest(sent)) {
      throw bad("index", "it is not a digest", "use sha256: and 64 hex digits");
    }
    return sent;
  }

  private static @Nullable String code(@Nullable String sent) {
    if (sent != null && !CODE.matcher(sent).matches()) {
      throw bad("code", "it is not an error code", "use 1 to 32 letters, digits, - . or _");
    }
    return sent;
  }

  private static @Nullable String detail(@Nullable String sent) {
    if (sent == null) {
      return null;
    }
    int[] kept = sent.codePoints().limit(LONGEST_DETAIL).toArray();
    return CONTROL.matcher(new String(kept, 0, kept.length)).replaceAll(" ");
  }

  private static RefusedException bad(String subject, String found, String advice) {
    return new Refusal("CAN-120", subject, found, advice).asException();
  }
}
