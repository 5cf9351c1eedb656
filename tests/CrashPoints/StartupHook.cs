using System.Diagnostics.CodeAnalysis;
using Holdfast.CrashPoints;

/// <summary>What the runtime calls before Main when <c>DOTNET_STARTUP_HOOKS</c> names this assembly: so no product code knows of crash points.</summary>
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "The runtime looks for this name")]
[SuppressMessage("Performance", "CA1812:Avoid uninstantiated internal classes", Justification = "The runtime calls it")]
internal static class StartupHook
{
    public static void Initialize() => Steps.Watch();
}
