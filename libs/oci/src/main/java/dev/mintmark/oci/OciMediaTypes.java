package dev.mintmark.oci;

/** Media types of the OCI image specification 1.1. */
public final class OciMediaTypes {
  public static final String INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  public static final String LAYER_GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";
  public static final String LAYER_TAR = "application/vnd.oci.image.layer.v1.tar";
  public static final String EMPTY = "application/vnd.oci.empty.v1+json";

  private OciMediaTypes() {}
}
