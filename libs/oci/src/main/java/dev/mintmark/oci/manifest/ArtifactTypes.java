package dev.mintmark.oci.manifest;

/** Values of {@code artifactType} in the manifests that Mintmark makes. */
public final class ArtifactTypes {
  /**
   * One target's model; layer 0 is the model, then the smoke samples and their expected outputs.
   */
  public static final String MODEL = "application/vnd.mintmark.model.v1";

  private ArtifactTypes() {}
}
