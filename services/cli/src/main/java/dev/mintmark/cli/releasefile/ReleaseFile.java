package dev.mintmark.cli.releasefile;

import dev.mintmark.content.Digest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * A release as its author wrote it. {@link ReleaseFileReader} makes it and has checked every value;
 * lists stand in the author's order.
 *
 * @param name {@code [a-z0-9]} with single {@code - . _} inside, at most 64 characters
 * @param version {@code v<major>.<minor>.<patch>[-pre]}
 * @param repository logical OCI repository, without a host
 * @param targets names of target profiles, without doubles, at least one
 */
public record ReleaseFile(
    String name,
    String version,
    String repository,
    String supplier,
    Source source,
    Model model,
    Quantize quantize,
    Image image,
    Run run,
    List<Target> targets) {

  /** The same release under another version, which must have a version's form. */
  public ReleaseFile withVersion(String other) {
    return new ReleaseFile(
        name, other, repository, supplier, source, model, quantize, image, run, targets);
  }

  /** The same release of another model file. */
  public ReleaseFile withModel(InputPath file) {
    Model other = new Model(file, model.license(), model.training());
    return new ReleaseFile(
        name, version, repository, supplier, source, other, quantize, image, run, targets);
  }

  /**
   * The commit that the release is built from.
   *
   * @param commit 40 lower-case hexadecimal digits
   * @param epoch the commit's time, seconds since 1970-01-01 UTC
   */
  public record Source(String repository, String commit, long epoch) {}

  /**
   * The trained float model.
   *
   * @param license SPDX expression
   */
  public record Model(InputPath file, String license, Training training) {}

  /**
   * What the model was trained from.
   *
   * @param name of the dataset, for people and the SBOM
   * @param environment lock file
   */
  public record Training(String name, Dataset dataset, InputPath environment, long seed) {}

  /** Training data: never uploaded, known by its tree digest only. */
  public sealed interface Dataset {}

  /** A folder to hash here. */
  public record DatasetFolder(InputPath folder) implements Dataset {}

  /** Data that stays where it is. */
  public record DatasetDigest(Digest digest) implements Dataset {}

  /** Folders of samples, and what a variant must reach. */
  public record Quantize(InputPath calibration, InputPath validation, Gate gate) {}

  /**
   * The task's metric.
   *
   * @param minimum 0 to 1
   */
  public record Gate(String metric, double minimum, SortedMap<String, String> parameters) {}

  /**
   * The image's contents.
   *
   * @param base where it comes from
   * @param packages lock of Debian packages
   * @param closures of Nix and Guix
   * @param platforms {@code os/architecture}, without doubles
   * @param allow what a gate would refuse and the author keeps
   * @param sizeBudget most compressed bytes of all layers of one platform's image
   * @param dockerfile in place of base, packages and Python
   */
  public record Image(
      Base base,
      Optional<InputPath> packages,
      Optional<Python> python,
      InputPath app,
      List<Closure> closures,
      List<ImageFile> files,
      List<String> entrypoint,
      SortedMap<String, String> env,
      List<String> platforms,
      List<Allowance> allow,
      OptionalLong sizeBudget,
      Optional<Dockerfile> dockerfile) {}

  /**
   * What lies below the image's files and app is made by a Dockerfile.
   *
   * @param context folder of the files that it copies from
   */
  public record Dockerfile(InputPath file, InputPath context) {}

  /**
   * Something in the image that a gate would refuse, and why it may be there.
   *
   * @param path absolute in the image; {@code /opt/x/**} is all below {@code /opt/x}
   * @param finding the gate's word for it, e.g. {@code setuid}
   */
  public record Allowance(String path, String finding, String reason) {}

  /**
   * What the image stands on.
   *
   * @param digest {@code scratch}, {@code sha256:<hex>}, or {@code dockerfile} for what a
   *     Dockerfile makes
   * @param reference {@code host/repository@sha256:<hex>}; empty when the file gives the digest
   *     alone
   * @param line where the file names it
   */
  public record Base(String digest, Optional<String> reference, int line) {
    static final String DOCKERFILE = "dockerfile";

    /** Whether the image stands on an image of its own, named here. */
    public boolean isImage() {
      return !isScratch() && !digest.equals(DOCKERFILE);
    }

    /** Whether the image stands on nothing. */
    public boolean isScratch() {
      return digest.equals("scratch");
    }
  }

  /**
   * The image's Python packages.
   *
   * @param requirements in pip's form, every line hashed
   * @param version of the image's Python, {@code 3.N} or {@code 3.N.M}; else that of the Debian
   *     packages
   * @param glibc of the image, {@code 2.N}; else that of the Debian packages
   */
  public record Python(InputPath requirements, Optional<String> version, Optional<String> glibc) {}

  /**
   * One file for one platform.
   *
   * @param path absolute path in the image
   * @param mode permission bits
   * @param member path inside the source when that is an archive
   * @param purl what the author wrote; else a source from outside says its own
   */
  public record ImageFile(
      String platform,
      String path,
      int mode,
      FileOrigin from,
      Optional<String> member,
      Optional<String> purl,
      String license) {}

  /**
   * A closure of Nix or Guix for one platform.
   *
   * @param file what the store exported
   * @param digest that it must have
   */
  public record Closure(String platform, InputPath file, Digest digest, Optional<String> license) {}

  /** How a device runs and checks the release. */
  public record Run(InputPath smoke, OptionalInt port, Optional<String> health) {}

  /**
   * A device class.
   *
   * @param line where the file names it
   */
  public record Target(String name, int line) {}
}
