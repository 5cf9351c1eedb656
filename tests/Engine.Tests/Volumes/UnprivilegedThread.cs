using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Holdfast.Engine.Tests.Volumes;

/// <summary>Runs code without root's rights to files, on a thread of its own: Linux keeps those rights per thread.</summary>
internal static partial class UnprivilegedThread
{
    /// <summary>Usually nobody's.</summary>
    public const uint Id = 65534;

    /// <summary>Runs <paramref name="action"/>; threads that it starts have no more rights than it has.</summary>
    public static void Run(Action action)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                if (Environment.IsPrivilegedProcess)
                {
                    _ = SetFileGroup(Id);
                    _ = SetFileUser(Id);
                    Xunit.Assert.Equal((int)Id, SetFileUser(uint.MaxValue));
                }

                action();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileUser(uint uid);

    [LibraryImport("libc", EntryPoint = "setfsgid")]
    private static partial int SetFileGroup(uint gid);
}
