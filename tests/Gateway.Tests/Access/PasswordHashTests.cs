using Gateway.Access;

namespace Gateway.Tests.Access;

public class PasswordHashTests
{
    private const string Password = "correct horse battery";

    [Fact]
    public void A_password_fits_what_is_kept_of_it_and_no_other_does()
    {
        var kept = PasswordHash.Of(Password);
        Assert.True(PasswordHash.Fits(Password, kept));
        Assert.False(PasswordHash.Fits("Correct horse battery", kept));
        Assert.False(PasswordHash.Fits("", kept));
        Assert.False(PasswordHash.Fits(Password, PasswordHash.OfNobody));
        Assert.DoesNotContain(Password, kept, StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(kept, PasswordHash.Of(Password));
    }

    [Fact]
    public void What_is_kept_names_its_algorithm_and_its_work() => Assert.StartsWith("pbkdf2-sha512 210000 ", PasswordHash.Of(Password), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("correct horse battery")]
    [InlineData("pbkdf2-sha512 0 00000000000000000000000000000000 0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("pbkdf2-sha512 2000000000 00000000000000000000000000000000 0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("pbkdf2-sha512 -1 00000000000000000000000000000000 0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("pbkdf2-sha1 210000 00000000000000000000000000000000 0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("pbkdf2-sha512 210000 00 00")]
    [InlineData("pbkdf2-sha512 210000 0000000000000000000000000000000x 0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("pbkdf2-sha512 210000 00000000000000000000000000000000 000000000000000000000000000000000000000000000000000000000000000-")]
    public void What_was_damaged_fits_no_password(string kept) => Assert.False(PasswordHash.Fits(Password, kept));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ninechars")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("I am KIM, really")]
    [InlineData("1234567890")]
    [InlineData("0987654321")]
    [InlineData("Password123!")]
    [InlineData("..Passw0rd2026")]
    [InlineData("administrator")]
    [InlineData("qwertyuiop")]
    [InlineData("1q2w3e4r5t")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("gateway2026")]
    public void A_password_that_is_soon_guessed_is_refused(string? password) => Assert.NotNull(PasswordHash.WrongWith(password, "kim"));

    [Theory]
    [InlineData("my password is long")]
    [InlineData("qwert-in-a-longer-one")]
    [InlineData("8305719264")]
    [InlineData("passworkshop1")]
    [InlineData("8305719264-4471902-test")]
    [InlineData("мой длинный пароль для mbus")]
    [InlineData("räksmörgås-åäö-test")]
    public void A_password_that_only_has_something_common_in_it_is_taken(string password) => Assert.Null(PasswordHash.WrongWith(password, "kim"));

    [Fact]
    public void A_password_has_a_bound()
    {
        var longest = string.Concat(Enumerable.Repeat("0123456789abcdef", 8));
        Assert.Null(PasswordHash.WrongWith(longest, "kim"));
        Assert.NotNull(PasswordHash.WrongWith(longest + "0", "kim"));
        Assert.True(PasswordHash.Fits(longest, PasswordHash.Of(longest)));
    }
}
