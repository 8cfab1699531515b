package dev.mintmark.verify.release;

/**
 * What a device of one target acts on.
 *
 * @param name {@code [a-z0-9]} with single {@code . _ -} inside, at most 64 characters
 * @param version {@code v<major>.<minor>.<patch>[-pre]}, at most 64 characters
 * @param target device class
 * @param platform os/architecture[/variant]
 * @param repository logical OCI repository, without a host
 * @param securityFloor a device that runs this release takes none with a lower floor any more, 0 or
 *     more
 */
public record ReleaseStatement(
    String name,
    String version,
    String target,
    String platform,
    String repository,
    Image image,
    Model model,
    Boms boms,
    long securityFloor) {
  public ReleaseStatement {
    Syntax.NAME.require(name);
    Syntax.VERSION.require(version);
    Syntax.TARGET.require(target);
    Syntax.PLATFORM.require(platform);
    Syntax.REPOSITORY.require(repository);
    if (securityFloor < 0) {
      throw new IllegalArgumentException("security floor is negative: " + securityFloor);
    }
  }

  /** {@code name:version}. */
  public String id() {
    return name + ":" + version;
  }
}
