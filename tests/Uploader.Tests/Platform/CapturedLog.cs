using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Holdfast.Uploader.Tests.Platform;

/// <summary>Keeps what is logged.</summary>
internal sealed class CapturedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _entries = [];

    /// <summary>Whether an entry has these words.</summary>
    public bool Has(string words) => _entries.Any(entry => entry.Contains(words, StringComparison.Ordinal));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue(formatter(state, exception));

    public void Dispose()
    {
    }
}
