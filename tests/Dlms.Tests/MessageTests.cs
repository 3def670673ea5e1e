using FsCheck;
using FsCheck.Fluent;
using Testing;

namespace Dlms.Tests;

public class MessageTests
{
    [Fact]
    public void What_is_written_is_read_as_the_same()
    {
        Prop.ForAll(
                MessageGenerator.Any.ToArbitrary(),
                message => Apdu.Decode(message.ToArray()) is var read && read.Equals(message) && read.GetHashCode() == message.GetHashCode())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Rounds.Of(500, 20_000, 200_000)));
    }
}
