package dev.mintmark.canary.device.desired;

import dev.mintmark.kit.device.DeviceIdentity;
import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.http.TokenAuthentication;
import dev.mintmark.kit.refusal.Refusal;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;

/** Lets a device in where it speaks for itself, with the token of its latest enrolment. */
@Singleton
public class DeviceDoor {
  private final SecurityIdentity caller;
  private final KnownDevices devices;

  /**
   * @param caller of whichever request is being answered
   */
  DeviceDoor(SecurityIdentity caller, KnownDevices devices) {
    this.caller = caller;
    this.devices = devices;
  }

  /**
   * Whose token the request that is being answered carries.
   *
   * @param device the id in the address
   * @throws WebApplicationException 403 CAN-101 for another device's address
   */
  public DeviceIdentity holder(String device) {
    DeviceIdentity token = caller.getAttribute(TokenAuthentication.DEVICE);
    if (token == null || !token.device().equals(device)) {
      throw refuse(
          403,
          "CAN-101",
          "device " + device,
          "the token is another device's",
          "use the token that this device was enrolled with");
    }
    return token;
  }

  /**
   * The device that calls.
   *
   * @throws WebApplicationException 403 CAN-102 for a token of an earlier enrolment or of a device
   *     that was never enrolled here; 503 CAN-100 while the fleet is not loaded
   */
  public KnownDevice admit(DeviceIdentity token) {
    if (!devices.loaded()) {
      throw refuse(503, "CAN-100", "the fleet", "it is being loaded", "try again in a moment");
    }
    return devices
        .find(token.device())
        .filter(known -> known.generation() == token.generation())
        .orElseThrow(() -> stale(token));
  }

  private static WebApplicationException stale(DeviceIdentity token) {
    return refuse(
        403,
        "CAN-102",
        "the token of device " + token.device(),
        "it is of enrolment %d, which is not the latest".formatted(token.generation()),
        "use the latest token, or enrol the device again");
  }

  private static WebApplicationException refuse(
      int status, String code, String subject, String found, String advice) {
    return new WebApplicationException(
        Problem.response(status, new Refusal(code, subject, found, advice)));
  }
}
