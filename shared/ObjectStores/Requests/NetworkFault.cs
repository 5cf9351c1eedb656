using System.Net.Sockets;
using System.Security.Authentication;

namespace Holdfast.ObjectStores.Requests;

/// <summary>Tells what kept a request from getting its answer.</summary>
internal static class NetworkFault
{
    /// <summary>The fault behind <paramref name="failure"/>, or null when it is none of the network's.</summary>
    public static StoreFault? Of(Exception failure)
    {
        // What is behind tells more than what is in front, which often says just that sending failed.
        List<Exception> causes = [];
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            causes.Add(cause);
        }

        causes.Reverse();
        return causes.Select(Certain).FirstOrDefault(fault => fault is not null) ?? causes.Select(Vague).FirstOrDefault(fault => fault is not null);
    }

    private static StoreFault? Certain(Exception cause) => cause switch
    {
        AuthenticationException => Tls(cause),
        TimeoutException => new("the server does not answer: " + cause.Message, "Check the network and the server.", true),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => Name(cause),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => Tls(cause),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => Name(cause),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            new("the server refuses the connection", "Check the address and its port, and that the server runs.", true),
        _ => null,
    };

    private static StoreFault? Vague(Exception cause) => cause switch
    {
        HttpRequestException or SocketException or IOException =>
            new("the connection failed: " + cause.Message, "Check the network and the server, and whether the address should begin with https.", true),
        _ => null,
    };

    private static StoreFault Name(Exception cause) =>
        new("the server's name cannot be resolved (DNS): " + cause.Message, "Check the address and the name servers.", true);

    private static StoreFault Tls(Exception cause) => new(
        "no encrypted connection can be made (TLS): " + cause.GetBaseException().Message.TrimEnd('.'),
        "Check the server's certificate, its name and date, and that its authority is trusted here; or whether the address should begin with http.", false);
}
