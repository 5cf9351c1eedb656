using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Holdfast.State.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SessionUsers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<Guid>(
                name: "ApiKeyId",
                table: "Sessions",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<string>(
                name: "Authority",
                table: "Sessions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<List<string>>(
                name: "RoleValues",
                table: "Sessions",
                type: "text[]",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "UserName",
                table: "Sessions",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Authority",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "RoleValues",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "UserName",
                table: "Sessions");

            migrationBuilder.AlterColumn<Guid>(
                name: "ApiKeyId",
                table: "Sessions",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
