package dev.mintmark.simulator.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Where every draw comes from: the SHA-256 of the seed and of what is drawn for, a line each. So a
 * draw does not depend on which others were made before it.
 */
public record Seed(long value) {
  /** A source of its own for one purpose. {@link Random}'s algorithm is fixed by the platform. */
  public Random random(Object... purpose) {
    StringBuilder text = new StringBuilder().append(value);
    for (Object part : purpose) {
      text.append('\n').append(part);
    }
    byte[] digest = Digest.sha256().digest(text.toString().getBytes(UTF_8));
    return new Random(ByteBuffer.wrap(digest).getLong());
  }

  /** One number in [0, 1). */
  public double share(Object... purpose) {
    return random(purpose).nextDouble();
  }

  /** exp of a normal number with this deviation: a factor around 1. */
  public double logNormal(double deviation, Object... purpose) {
    return StrictMath.exp(deviation * random(purpose).nextGaussian());
  }
}
