package dev.mintmark.image.cache;

/** Why an entry is not believed, or none is kept: in the log, never a release's refusal. */
enum CacheFault {
  /** Cut, too large, or not in the form of its kind. */
  MALFORMED("IMG-080", "it is cut, or in no form that is known here"),
  /** Changed, of another key, or written by someone who does not know the seal. */
  SEAL("IMG-081", "its seal is not this service's for this key"),
  /** What it names is gone or of another size: it was collected, or the store is another one. */
  GONE("IMG-082", "the store has not what it names"),
  /** The folder. */
  FOLDER("IMG-083", "the folder cannot be used");

  private final String code;
  private final String found;

  CacheFault(String code, String found) {
    this.code = code;
    this.found = found;
  }

  String code() {
    return code;
  }

  String found() {
    return found;
  }
}
