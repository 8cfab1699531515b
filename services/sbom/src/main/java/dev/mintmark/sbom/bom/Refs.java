package dev.mintmark.sbom.bom;

/** Names of components inside one document; each is given once. */
final class Refs {
  static final String SUBJECT = "subject";
  static final String MODEL = "model";
  static final String FLOAT_MODEL = "model:float";
  static final String TOOLCHAIN = "toolchain";
  static final String ENVIRONMENT = "environment";
  static final String REPORT = "quantization:report";
  static final String TABLE = "quantization:table";

  private Refs() {}

  static String file(String path) {
    return "file:" + path;
  }

  static String library(String purl) {
    return "library:" + purl;
  }

  static String dataset(String use) {
    return "dataset:" + use;
  }

  static String model(String target) {
    return "model:" + target;
  }

  /** A lock file may name a package twice, for two platforms; its lines differ. */
  static String environment(int line) {
    return ENVIRONMENT + ":line-" + line;
  }

  static String profile(String target) {
    return "target:" + target;
  }

  static String requirement(String target, int index) {
    return profile(target) + ":requirement-" + index;
  }
}
