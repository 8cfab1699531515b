package dev.mintmark.registry.mirror;

import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.UnavailableException;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a release did not come to a mirror.
 *
 * @param waits whether it may pass, for this release and all behind it; else the release is set
 *     aside
 * @param words of the registry or of the store; never a secret
 */
record Trouble(String code, boolean waits, String words, String advice) {

  static Trouble of(Exception error) {
    String words = String.valueOf(error.getMessage());
    return switch (error) {
      case TagTakenException taken ->
          new Trouble("REG-041", false, words, "name another prefix, or remove that tag there");
      case OciException denied when denied.error() == OciError.DENIED ->
          new Trouble("REG-042", true, words, "give credentials that may pull and push there");
      case OciException refused ->
          new Trouble("REG-044", false, words, "see what that registry allows");
      case RefusedException refused ->
          new Trouble("REG-045", false, words, "publish the release again: that mends its links");
      case UnavailableException away -> new Trouble("KIT-030", true, words, "start the store");
      case UncheckedIOException io -> world(io, words);
      case IOException io -> world(io, words);
      default -> new Trouble("REG-047", false, error.toString(), "report it, with the log");
    };
  }

  private static Trouble world(Exception error, String words) {
    SSLException tls = tls(error);
    return tls == null
        ? new Trouble(
            "REG-043", true, words.equals("null") ? error.toString() : words, "see its state there")
        : new Trouble(
            "REG-046", true, String.valueOf(tls.getMessage()), "set ca to its authority's PEM");
  }

  private static @Nullable SSLException tls(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof SSLException tls) {
        return tls;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return words + "; " + advice + " (" + code + ")";
  }
}
