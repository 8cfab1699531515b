package dev.mintmark.canary.device.enrolment;

import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.device.DeviceTokens;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The key that devices' tokens are made with; a controller without one does not start. */
@Singleton
final class DeviceKey {
  @Produces
  @Singleton
  DeviceTokens tokens(KitConfig config) {
    return config
        .deviceTokenKey()
        .map(DeviceTokens::read)
        .orElseThrow(() ->
            new IllegalStateException(
                "no device can be enrolled without a key for their tokens; set"
                    + " mintmark.device-token-key (CAN-115)"));
  }
}
